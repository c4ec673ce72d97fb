r"""Bibliographies made for LaTeX: BibLaTeX's entries, and a \bibitem of each kind of style."""

from __future__ import annotations

import pytest

from carrel.paper import Name, Record, Reject
from tests.readers.conftest import ItemsOf, RecordsOf

FAY = Name("Fay", "A. B.")

PLAIN = r"""
\bibitem[{Fay and Roe(2019{\natexlab{a}})}]{fay}
A.~B. Fay and Zo{\"e} Roe.
\newblock On {P}onds: depth, and
  more.
\newblock \emph{Journal of Ponds}, 4\penalty0 (2):\penalty0 12--34, 2019{\natexlab{a}}.
\newblock \doi{10.1000/ponds\_1}.
"""
AAAI = r"""
\bibitem[\protect\citeauthoryear{Fay and Roe}{2019}]{fay}
Fay, A.~B., and Roe, Z.
\newblock 2019.
\newblock On ponds: depth, and more.
\newblock {\em Journal of Ponds} 4(2):12--34.
\newblock \url{https://doi.org/10.1000/ponds_1}.
"""
REVTEX = r"""
\bibitem [{\citenamefont {Fay}\ and\ \citenamefont {Roe}(2019)}]{fay}%
  \BibitemOpen
  \bibfield  {author} {\bibinfo {author} {\bibfnamefont {A.~B.}\ \bibnamefont
  {Fay}}\ and\ \bibinfo {author} {\bibfnamefont {Zo{\"e}}~\bibnamefont {{Roe}}},\
  }\bibfield  {title} {\enquote {\bibinfo {title} {On {{Ponds}}: depth, and more},}\ }\href
  {\doibase 10.1000/ponds_1} {\bibfield  {journal} {\bibinfo  {journal} {Journal of
  Ponds}\ }\textbf {\bibinfo {volume} {4}},\ \bibinfo {pages} {12--34} (\bibinfo {year}
  {2019})}\BibitemShut {NoStop}%
"""
ACM = r"""
\bibitem[Fay and Roe(2019)]%
        {fay}
\bibfield{author}{\bibinfo{person}{A.~B. Fay} {and} \bibinfo{person}{Zoë Roe}.}
  \bibinfo{year}{2019}\natexlab{}.
\newblock \showarticletitle{On Ponds: depth, and more}.
\newblock \bibinfo{journal}{\emph{Journal of Ponds}} \bibinfo{volume}{4},
  \bibinfo{number}{2} (\bibinfo{year}{2019}), \bibinfo{pages}{12--34}.
\newblock
\urldef\tempurl%
\url{https://doi.org/10.1000/ponds_1}
\showDOI{\tempurl}
"""
IEEE = r"""
\bibitem{fay}
A.~B. Fay and Z.~Roe, ``On ponds: depth, and more,'' \emph{Journal of Ponds},
  vol.~4, no.~2, pp. 12--34, May 2019, doi: 10.1000/ponds_1.
"""
ITALIC = r"""
\bibitem{fay}
A.~B. Fay and Z.~Roe, {\em On ponds: depth, and more}, Journal of Ponds {\bf 4}
  (2019), no.~2, 12--34. doi:10.1000/ponds_1
"""
INSPIRE = r"""
%\cite{Fay:2019abc}
\bibitem{fay}
A.~B.~Fay and Z.~Roe,
%``On ponds: depth, and more,''
Journal of Ponds \textbf{4} (2019) no.2, 12-34
doi:10.1000/ponds_1
[arXiv:1901.00001 [hep-th]].
%7 citations counted in INSPIRE as of 01 Jan 2020
"""
NAMES = r"""{un=0,hash=a}{%
           family={Fay},
           familyi={F\bibinitperiod},
           given={A.\bibnamedelimi B.},
           giveni={A\bibinitperiod\bibinitdelim B\bibinitperiod}}}%
        {{hash=b}{%
           family={Roe},
           given={Zoë},
           prefix={van der},
           suffix={Jr\adddot}}}"""
BIBLATEX = r"""% $ biblatex bbl format version 3.3 $
\refsection{0}
  \datalist[entry]{nty/global//global/global/global}
    \entry{fay}{article}{}{}
      \name{author}{2}{}{%
        {NAMES}%
      }
      \list{publisher}{1}{%
        {Reed \& Sons}%
      }
      \field{labelnamesource}{author}
      \field{journaltitle}{Journal of Ponds}
      \field{month}{5}
      \field{title}{On {Ponds}: depth, and more}
      \field{volume}{4}
      \field{number}{2}
      \field{year}{2019}
      \true{moreauthor}
      \field{pages}{12\bibrangedash 34}
      \verb{doi}
      \verb 10.1000/ponds_1
      \endverb
      \keyw{mud,water}
    \endentry
    \entry{old}{book}{}
      \name{author}{1}{}{%
        {{hash=a}{Fay}{F\bibinitperiod}{Ada}{A\bibinitperiod}{}{}{}{}}%
      }
      \field{title}{Puddles}
    \endentry
  \enddatalist
  \datalist[entry]{anyt/global//global/global/global}
    \entry{old}{book}{}
      \name{author}{1}{}{%
        {{hash=a}{Fay}{F\bibinitperiod}{Ada}{A\bibinitperiod}{}{}{}{}}%
      }
      \field{title}{Puddles}
    \endentry
  \enddatalist
\endrefsection
""".replace("NAMES", NAMES)


def whole(*items: str) -> str:
    head = "\\begin{thebibliography}{9}\n\\providecommand{\\natexlab}[1]{#1}\n"
    return f"{head}{''.join(items)}\n\\end{{thebibliography}}\n"


@pytest.mark.parametrize("item", [PLAIN, AAAI, REVTEX, ACM, IEEE, ITALIC, INSPIRE])
def test_an_item_of_each_style(item: str, records_of: RecordsOf) -> None:
    [found] = records_of("paper.bbl", whole(item))
    assert found.title.casefold() == "on ponds: depth, and more"
    assert [name.surname for name in found.authors] == ["Fay", "Roe"]
    assert found.authors[0].given == "A. B."
    assert (found.date, found.type, found.key) == ("2019", "article-journal", "fay")
    assert (found.venue, found.doi) == ("Journal of Ponds", "10.1000/ponds_1")
    assert (found.extra["volume"], found.extra["page"]) == ("4", "12-34")
    assert found.arxiv == ("1901.00001" if item is INSPIRE else "")
    assert (found.format, found.verbatim) == ("bbl", "")


def test_what_biber_writes(records_of: RecordsOf) -> None:
    fay, old = records_of("paper.bbl", BIBLATEX)
    assert fay.title == "On Ponds: depth, and more"
    assert fay.authors[0] == FAY
    assert fay.authors[1][:3] == ("Roe", "Zoë", "van der")
    assert (fay.et_al, fay.date, fay.doi) == (True, "2019-05", "10.1000/ponds_1")
    assert (fay.venue, fay.extra["page"]) == ("Journal of Ponds", "12-34")
    assert (fay.extra["publisher"], fay.keywords) == ("Reed & Sons", ("mud", "water"))
    assert (old.title, old.authors, old.type) == ("Puddles", (Name("Fay", "Ada"),), "book")


def test_other_kinds_of_works(records_of: RecordsOf) -> None:
    preprint, chapter, book, thesis, group = records_of(
        "paper.bbl",
        whole(
            "\\bibitem{a}\nA.~Fay, B.~Roe, et~al.\n\\newblock Mud.\n"
            "\\newblock \\emph{arXiv preprint arXiv:2101.00001}, 2021.\n",
            "\\bibitem{b}\nA.~Fay.\n\\newblock Mud, 1999.\n"
            "\\newblock In B.~Roe, editor, {\\em Proc. of Mud}, pages 2001--2010.\n",
            "\\bibitem{c}\nA.~Fay, editor.\n\\newblock {\\em Mud}, volume~3 of {\\em Lakes}.\n"
            "\\newblock Reed, 1999.\n",
            "\\bibitem{d}\nA.~Fay, Jr.\n\\newblock \\emph{In vivo} mud.\n"
            "\\newblock PhD thesis, Pond University, 1999.\n",
            "\\bibitem[{Pond Lab}(2020)]{e}\n{Pond Lab}.\n\\newblock Mud.\n"
            "\\newblock \\url{https://example.org/2019/mud}.\n",
        ),
    )
    assert (preprint.arxiv, preprint.type, preprint.et_al) == ("2101.00001", "article", True)
    assert (chapter.title, chapter.venue, chapter.date) == ("Mud", "Proc. of Mud", "1999")
    assert (book.title, book.type, book.editors) == ("Mud", "book", (Name("Fay", "A."),))
    assert (thesis.title, thesis.type) == ("In vivo mud", "thesis")
    assert thesis.authors[0][:2] == ("Fay", "A.")
    assert (group.authors, group.date) == ((Name(literal="Pond Lab"),), "2020")
    assert group.url == "https://example.org/2019/mud"


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("\\bibitem{a} Fay, A., \\& Roe, B. 2019, \\apj, 794, 141\n", "nothing marks the title"),
        ("\\bibitem{a} A.~Fay, \\emph{J. Mud} \\textbf{4}, 1 (2019).\n", "nothing marks the title"),
        ("\\bibitem{a} Fay, ``Mud,'' 2019; Roe, ``Water,'' 2020.\n", "nothing marks the title"),
        ("\\bibitem{a}\nThe world of mud.\n\\newblock Mud.\n", "the names can't be told"),
        ("\\bibitem{a}\nFay, Ada, and Bo Roe.\n\\newblock Mud.\n", "the names can't be told"),
        ("\\bibitem [{Note1()}]{Note1} \\bibinfo {note} {See mud.}\n", "a note, not a work"),
        ("\\bibitem{a}\n\n", "without text"),
        ("\\bibitem\nFay.\n", "without a key"),
    ],
)
def test_an_item_that_can_be_read_in_two_ways_is_rejected(
    item: str, reason: str, items_of: ItemsOf
) -> None:
    reject, record = items_of("paper.bbl", whole(item, PLAIN))
    assert isinstance(reject, Reject)
    assert reason in reject.reason
    assert reject.place.line == 3
    assert isinstance(record, Record)


def test_names_deep_within_each_other(items_of: ItemsOf) -> None:
    """Each of them being taken with all that is in it took minutes."""
    many = "\\bibinfo{author}{\\bibnamefont{" * 2_000 + "}" * 4_000
    assert len(items_of("paper.bbl", whole(f"\\bibitem{{a}} {many}\n"))) == 1


@pytest.mark.parametrize("times", [1, 3_000])
def test_fields_of_biber_within_each_other_are_one(times: int, records_of: RecordsOf) -> None:
    """Each being read with all that is in it took half a minute."""
    many = "\\name{author}{1}{}{" * times + "\\field{title}{Reeds}" + "}" * times
    [record] = records_of("a.bbl", f"\\entry{{a}}{{book}}{{}}\n{many}\\field{{date}}{{2020}}\n")
    assert (record.title, record.date) == ("", "2020")


def test_a_name_of_biber_that_is_very_long(records_of: RecordsOf) -> None:
    """Being looked through again from each of its letters, it took minutes."""
    entry = "\\entry{a}{book}{}\n\\name{author}{1}{}{{{hash=a}{family={Fay},%s}}}\n"
    [record] = records_of("a.bbl", entry % ("x" * 200_000))
    assert record.authors == (Name(literal="Fay"),)
