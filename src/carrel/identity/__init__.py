"""Which records are one work, what a paper is called, and how records become a paper."""

from carrel.identity.clusters import MEETINGS, Clusters
from carrel.identity.evidence import Evidence
from carrel.identity.ids import (
    address_hash,
    address_key,
    citekey_hash,
    fingerprints,
    id_hash,
    identifiers,
    meant,
)
from carrel.identity.merging import aliases, merge, merged_abstract, own_id, shared_part

__all__ = [
    "MEETINGS",
    "Clusters",
    "Evidence",
    "address_hash",
    "address_key",
    "aliases",
    "citekey_hash",
    "fingerprints",
    "id_hash",
    "identifiers",
    "meant",
    "merge",
    "merged_abstract",
    "own_id",
    "shared_part",
]
