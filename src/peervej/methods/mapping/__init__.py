"""Reading a mapping of peer support: decode → lines → questions → regions → drafts → entries."""

from peervej.methods.mapping.facts import ProposedFact, recognise_facts
from peervej.methods.mapping.model import Contact, Entry, Mapping
from peervej.methods.mapping.reader import read_mapping

__all__ = ["Contact", "Entry", "Mapping", "ProposedFact", "read_mapping", "recognise_facts"]
