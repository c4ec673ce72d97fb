"""What LaTeX commands stand for: symbols, letters, accents, fonts, and what becomes of arguments.

The names are those of LaTeX 2e, amsmath and textcomp (Comprehensive LaTeX Symbol List,
https://ctan.org/pkg/comprehensive), the characters those of The Unicode Standard.
"""

from __future__ import annotations

import unicodedata
from contextlib import suppress


def _pairs(table: str) -> dict[str, str]:
    words = iter(table.split())
    return dict(zip(words, words, strict=True))


# Letters of the text alphabet: the space that ends such a command is not printed.
LETTERS = _pairs(
    "ae æ AE Æ oe œ OE Œ aa å AA Å o ø O Ø l ł L Ł ss ß SS ẞ i ı j ȷ dh ð DH Ð dj đ DJ Đ "
    "ng ŋ NG Ŋ th þ TH Þ imath ı jmath ȷ textendash – textemdash — endash – emdash — Dash — dash – "
    "textquotesingle ' textquoteleft ‘ textquoteright ’ textquotedblleft “ textquotedblright ” "
    'quotesinglbase ‚ quotedblbase „ textquotedbl " guillemotleft « guillemotright » '
    "guillemetleft « guillemetright » guilsinglleft ‹ guilsinglright › lq ‘ rq ’ "
    "textasciitilde ~ textasciicircum ^ textasciigrave ` textbackslash \\ textbar | textless < "
    "textgreater > textunderscore _ textdollar $ textpercent % textbraceleft { textbraceright } "
    "lbrace { rbrace } textasteriskcentered * textperiodcentered · textordfeminine ª "
    "textordmasculine º textdegree ° textcelsius ℃ textmu µ textohm Ω texttimes × textpm ± "
    "textdiv ÷ textonehalf ½ textonequarter ¼ textthreequarters ¾ textonesuperior ¹ "
    "texttwosuperior ² textthreesuperior ³ textrightarrow → textleftarrow ← textsection § "
    "textexclamdown ¡ textquestiondown ¿ textellipsis … textvisiblespace ␣ slash / bslash \\ "
    "textasciimacron ¯ textasciidieresis ¨ textasciiacute ´ textsterling £ texteuro € textyen ¥ "
    "textcent ¢ textcopyright © textregistered ® texttrademark ™ textdagger † textdaggerdbl ‡ "
    "textbullet • textparagraph ¶ textbrokenbar ¦ textlnot ¬ textnumero №"
)

SYMBOLS = _pairs(
    # Greek, with the variants that Unicode has
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ "
    "iota ι kappa κ varkappa ϰ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ "
    "sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ "
    "Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω digamma ϝ "
    # letter-like
    "ell ℓ hbar ℏ Re ℜ Im ℑ wp ℘ aleph ℵ beth ℶ partial ∂ nabla ∇ infty ∞ emptyset ∅ "
    "varnothing ∅ forall ∀ exists ∃ nexists ∄ top ⊤ bot ⊥ angle ∠ triangle △ square □ Box □ "
    "blacksquare ■ Diamond ◇ diamond ⋄ bigstar ★ checkmark ✓ prime ′ degree ° micro µ ohm Ω "
    # operators
    "times × div ÷ pm ± mp ∓ cdot · cdotp · ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ "
    "otimes ⊗ oslash ⊘ odot ⊙ dagger † ddagger ‡ dag † ddag ‡ cap ∩ cup ∪ uplus ⊎ sqcap ⊓ "
    "sqcup ⊔ vee ∨ lor ∨ wedge ∧ land ∧ neg ¬ lnot ¬ setminus ∖ smallsetminus ∖ wr ≀ amalg ⨿ "
    "rtimes ⋊ ltimes ⋉ bowtie ⋈ sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ "
    "bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigvee ⋁ bigwedge ⋀ surd √ "
    # relations
    "le ≤ leq ≤ leqslant ⩽ ge ≥ geq ≥ geqslant ⩾ ne ≠ neq ≠ ll ≪ gg ≫ lesssim ≲ gtrsim ≳ "
    "lessgtr ≶ prec ≺ succ ≻ preceq ⪯ succeq ⪰ sim ∼ simeq ≃ approx ≈ cong ≅ equiv ≡ asymp ≍ "
    "doteq ≐ triangleq ≜ coloneqq ≔ propto ∝ in ∈ notin ∉ ni ∋ subset ⊂ supset ⊃ subseteq ⊆ "
    "supseteq ⊇ subsetneq ⊊ supsetneq ⊋ sqsubseteq ⊑ sqsupseteq ⊒ vdash ⊢ dashv ⊣ models ⊨ "
    "vDash ⊨ mid ∣ nmid ∤ parallel ∥ perp ⊥ frown ⌢ smile ⌣ trianglelefteq ⊴ unlhd ⊴ lhd ⊲ "
    "rhd ⊳ therefore ∴ because ∵ "
    # arrows
    "to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ uparrow ↑ downarrow ↓ updownarrow ↕ "
    "Rightarrow ⇒ implies ⇒ Leftarrow ⇐ Leftrightarrow ⇔ iff ⇔ Uparrow ⇑ Downarrow ⇓ mapsto ↦ "
    "longrightarrow ⟶ longleftarrow ⟵ longleftrightarrow ⟷ Longrightarrow ⟹ "
    "Longleftrightarrow ⟺ longmapsto ⟼ hookrightarrow ↪ hookleftarrow ↩ nearrow ↗ searrow ↘ "
    "swarrow ↙ nwarrow ↖ rightharpoonup ⇀ rightleftharpoons ⇌ leadsto ⇝ rightsquigarrow ⇝ "
    "twoheadrightarrow ↠ "
    # delimiters and punctuation
    "langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ vert | Vert ‖ lvert | rvert | lVert ‖ "
    "rVert ‖ | ‖ backslash \\ ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ dotsc … dotsb ⋯ colon : "
    "ldotp . "
    # text signs
    "S § P ¶ copyright © pounds £ euro € yen ¥ circledR ® sharp ♯ flat ♭ natural ♮ heartsuit ♡ "
    "spadesuit ♠ clubsuit ♣ diamondsuit ♢ permil ‰ male ♂ female ♀ "
    # what many authors define for themselves
    "R ℝ RR ℝ Z ℤ ZZ ℤ eps ε "
    # logos
    "LaTeX LaTeX TeX TeX LaTeXe LaTeX2ε BibTeX BibTeX BibLaTeX BibLaTeX XeTeX XeTeX "
    "LuaTeX LuaTeX pdfTeX pdfTeX XeLaTeX XeLaTeX LuaLaTeX LuaLaTeX ConTeXt ConTeXt AmS AMS "
    "TikZ TikZ MF METAFONT MP MetaPost METAFONT METAFONT "
)

# Names of functions print as they are called.
FUNCTIONS = frozenset(
    "log ln lg exp min max sin cos tan cot sec csc sinh cosh tanh arcsin arccos arctan lim liminf "
    "limsup sup inf arg det dim ker deg gcd Pr hom mod bmod argmin argmax poly polylog".split()
)
FUNCTION_NAMES = {"bmod": "mod", "liminf": "lim inf", "limsup": "lim sup"}

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "h": "\u0309", "r": "\u030a", "H": "\u030b", "v": "\u030c",
    "G": "\u030f", "U": "\u030e", "d": "\u0323", "c": "\u0327", "k": "\u0328", "b": "\u0331",
    "t": "\u0361",
    "grave": "\u0300", "acute": "\u0301", "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303",
    "widetilde": "\u0303", "bar": "\u0304", "overline": "\u0305", "breve": "\u0306",
    "dot": "\u0307", "ddot": "\u0308", "mathring": "\u030a", "check": "\u030c", "vec": "\u20d7",
    "underbar": "\u0331", "not": "\u0338",
}  # fmt: skip
# What an accent over nothing prints, where that is a sign that people mean.
BARE_ACCENTS = {"~": "~", "^": "^", "`": "`", "'": "´", '"': "¨", "=": "¯"}

# Commands whose argument, and declarations after which the rest of the group, is set apart.
STYLES = {
    "emph": "emphasis", "textit": "emphasis", "textsl": "emphasis", "mkbibemph": "emphasis",
    "mkbibitalic": "emphasis", "textbf": "strong", "mkbibbold": "strong", "texttt": "code",
}  # fmt: skip
DECLARATIONS = {
    "em": "emphasis", "it": "emphasis", "itshape": "emphasis", "sl": "emphasis",
    "slshape": "emphasis", "bf": "strong", "bfseries": "strong", "tt": "code", "ttfamily": "code",
} | dict.fromkeys(
    "rm rmfamily sf sffamily sc scshape cal frak normalfont upshape small footnotesize scriptsize "
    "large boldmath unboldmath displaystyle textstyle scriptstyle scriptscriptstyle noindent relax "
    "protect xspace unskip limits nolimits allowbreak nobreak left right middle big Big bigg Bigg "
    "bigl bigr Bigl Bigr biggl biggr".split(),
    "",
)  # fmt: skip

# What becomes of a command's arguments, in order: "text" and "math" say how they are read on,
# "drop" that an argument goes when another follows it, "gone" that it goes, and the others how
# they are rewritten.
ARGUMENTS: dict[str, tuple[str, ...]] = {
    "mathbb": ("double-struck",), "mathbbm": ("double-struck",), "Bbb": ("double-struck",),
    "textsuperscript": ("^",), "textsubscript": ("_",), "ensuremath": ("math",),
    "enquote": ("quoted",), "mkbibquote": ("quoted",), "footnote": ("aside",), "sqrt": ("root",),
    "frac": ("numerator", "denominator"), "tfrac": ("numerator", "denominator"),
    "dfrac": ("numerator", "denominator"), "nicefrac": ("numerator", "denominator"),
    "href": ("drop", "text"), "textcolor": ("drop", "text"), "foreignlanguage": ("drop", "text"),
    "bibinfo": ("drop", "text"), "texorpdfstring": ("text", "gone"),
    "uppercase": ("upper",), "MakeUppercase": ("upper",),
    "lowercase": ("lower",), "MakeLowercase": ("lower",),
}  # fmt: skip
for _names, _becomes in (
    ("text textrm textsf textsc textup textmd textnormal mbox hbox mathrm mathit acro ce", "text"),
    ("mathbf mathsf mathtt mathcal mathfrak mathscr mathnormal mathop mathbin mathrel smash", ""),
    ("operatorname boldsymbol bm pmb underline uline overbrace underbrace", ""),
    ("noopsort vphantom hphantom phantom", "gone"),
):
    ARGUMENTS.update(dict.fromkeys(_names.split(), (_becomes,)))
ARGUMENTS.update(dict.fromkeys(STYLES, ("text",)))

VERBATIM = frozenset(("url", "path", "nolinkurl"))
SPACES = dict.fromkeys(
    [*" ,;:>\\\n\t", *"quad qquad par newline thinspace space enspace".split()], " "
)
SPACES.update(dict.fromkeys([*"!-/@", "negthinspace", "nobreakdash"], ""))
ESCAPED = frozenset("%&_#${}")

_SUPERSCRIPTS = dict(
    zip(
        "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ∘′*†‡",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ°′*†‡",
        strict=True,
    )
)
_SUBSCRIPTS = dict(
    zip(
        "0123456789+-=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)


def _script(mark: str, text: str) -> str | None:
    """`text` raised ("^") or lowered ("_"), or None where Unicode lacks one of its characters."""
    table = _SUPERSCRIPTS if mark == "^" else _SUBSCRIPTS
    found = [table.get(character, "") for character in text]
    return "".join(found) if found and all(found) else None


def accented(accent: str, text: str) -> str:
    """`text` with a combining character on its first letter, composed (NFC)."""
    first = {"ı": "i", "ȷ": "j"}.get(text[0], text[0]) if accent < "\u0323" else text[0]
    return unicodedata.normalize("NFC", first + accent + text[1:])


def _double_struck(text: str) -> str:
    """`text` in blackboard bold as far as Unicode has it: "R" gives "ℝ"."""
    return "".join(map(_blackboard, text))


def _blackboard(character: str) -> str:
    if not character.isascii() or not character.isalnum():
        return character
    name = unicodedata.name(character).replace("LATIN ", "").replace("LETTER ", "")
    for prefix in ("DOUBLE-STRUCK ", "MATHEMATICAL DOUBLE-STRUCK "):
        with suppress(KeyError):
            return unicodedata.lookup(prefix + name)
    return character


def _grouped(text: str) -> str:
    return text if len(text) == 1 or text.isalnum() else f"({text})"


def rewritten(becomes: str, opening: str, content: str) -> str | None:
    """What the content of an argument becomes, `opening` being the source before it; None where it
    has to stay as it stands."""
    match becomes:
        case "accent":
            name = opening[1:].rstrip(" {\n\t")
            if not content or not (content[0].isalnum() or content[0] in "∂∇" or name == "not"):
                return None
            wide = len(name) > 1 and len(content) > 1
            return None if wide else accented(ACCENTS[name], content)
        case "^" | "_":
            raised = _script(becomes, content.strip())
            if not raised and opening.startswith("\\textsuper"):
                return content  # "4ème", of which no "è" is raised
            return raised or (becomes + content if len(content) == 1 or content.isalnum() else None)
        case "double-struck":
            return _double_struck(content)
        case "numerator":
            return _grouped(content) + "/"
        case "denominator":
            return _grouped(content)
        case "root":
            return "√" + _grouped(content)
        case "quoted":
            return f"“{content}”"
        case "aside":
            return f" ({content})"
        case "upper":
            return content.upper()
        case "lower":
            return content.lower()
        case "gone":
            return ""
    return None
