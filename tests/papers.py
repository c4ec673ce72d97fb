"""Papers made up for tests: as many as wanted, the same ones each time."""

from __future__ import annotations

import random
from collections.abc import Iterator

from carrel.paper import Name, Place, Record

_NOUNS = """attention network graph model transformer memory quantum galaxy protein language
kernel market policy sensor image speech robot crystal enzyme climate ocean battery forest
cluster tensor manifold lattice operator inference compiler database protocol channel vaccine
genome neuron cortex reward planner theorem proof automaton grammar parser corpus dialogue
traffic vehicle drone satellite turbine membrane polymer catalyst laser photon plasma soliton
dataset benchmark metric gradient optimizer regularizer embedding prior posterior
estimator""".split()
_ADJECTIVES = """sparse robust efficient stochastic adaptive causal latent recurrent equivariant
bayesian contrastive distributed federated hierarchical interpretable multimodal neural online
parallel private probabilistic scalable secure symbolic temporal thermal topological turbulent
unsupervised variational visual weak rapid coarse dynamic elastic generic""".split()
_VERBS = "learning pruning modelling predicting estimating generating detecting compressing".split()
_GIVEN = "Ada Bo Chen Dora Emil Farah Goran Hana Ivo Juno Kofi Lena Milo Nia Omar Pia".split()
_FAMILY = """Abara Bergström Castellanos Dimitrov Eriksen Fontaine Grigoryan Haddad Iwasaki
Jovanović Kowalczyk Lindqvist Moreau Nakagawa Okonkwo Pereira Quispe Rasmussen Šimić
Takahashi Ueda Vlahović Watanabe Xylander Yıldız Zhang""".split()
_VENUES = ("Journal of Examples", "Proceedings of Instances", "", "Annals of Samples")


def made_up(count: int, seed: int = 1, path: str = "made-up.bib") -> Iterator[Record]:
    """Records of distinct papers, with abstracts."""
    chance = random.Random(seed)
    for number in range(count):
        title = " ".join(
            (
                chance.choice(_ADJECTIVES).capitalize(),
                chance.choice(_NOUNS),
                chance.choice(_VERBS),
                "for",
                chance.choice(_ADJECTIVES),
                chance.choice(_NOUNS),
                f"{chance.choice(_NOUNS)}s",
            )
        )
        authors = tuple(
            Name(chance.choice(_FAMILY), chance.choice(_GIVEN)) for _ in range(chance.randint(1, 5))
        )
        sentences = [
            f"{chance.choice(('We', 'Here we', 'This work'))} "
            + " ".join(chance.choice(_NOUNS + _ADJECTIVES) for _ in range(12))
            for _ in range(5)
        ]
        year = chance.randint(1990, 2026)
        yield Record(
            place=Place(path, 10 * number + 1, 10 * number + 9),
            format="bibtex",
            title=f"{title} {number}",
            authors=authors,
            date=f"{year}-{chance.randint(1, 12):02}",
            venue=chance.choice(_VENUES),
            categories=(chance.choice(("cs.CV", "cs.CL", "math.CO", "physics.optics")),),
            doi=f"10.5555/{number}" if number % 3 else "",
            abstract=". ".join(sentences) + ".",
            key=f"{authors[0].family.lower()}{year}",
        )
