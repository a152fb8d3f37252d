"""Shipped initiatives as search documents, and the engine with the shipped word lists."""

from collections.abc import Collection
from functools import cache

from peervej.data.initiatives.facts import InitiativeFacts
from peervej.data.search import load_labels, load_wordlists
from peervej.data.search.places import load_place_names, place_terms
from peervej.methods.danish.analyser import Analyser
from peervej.methods.danish.documents import Document
from peervej.methods.danish.index import SearchIndex
from peervej.methods.danish.lexicon import load_lexicon


@cache
def load_analyser() -> Analyser:
    """The Danish analyser with the shipped word lists; made once, it takes two seconds."""
    words = load_wordlists()
    return Analyser(load_lexicon(words), words)


def new_search_index() -> SearchIndex:
    """An empty index with the shipped word lists and place names."""
    return SearchIndex(load_analyser(), load_place_names())


def label_words(
    kinds: Collection[str] = (),
    target_groups: Collection[str] = (),
    terms: Collection[str] = (),
    *,
    online: bool = False,
) -> str:
    """The words an entry is also found by, for the field `labels` of its document."""
    labels = load_labels()
    found = [labels.kind[kind] for kind in kinds if kind]
    found += [labels.target_group[group] for group in target_groups]
    found += [labels.terms[term] for term in terms]
    if online:
        found.append(labels.online["yes"])
    return " ".join(found)


def search_document(initiative: InitiativeFacts) -> Document:
    """A shipped initiative as it is searched."""
    body = [*initiative.details, initiative.peers.note, initiative.training.text]
    body += [initiative.supervision.text, initiative.effect.text]
    body += [f"{line.source} {line.note}" for line in initiative.funding]
    body += [f"{law.paragraph} {law.law} {law.note}" for law in initiative.law]
    return Document(
        key=initiative.id,
        fields={
            "name": initiative.name,
            "keywords": " ".join(initiative.keywords),
            "organisation": " ".join([initiative.organisation, *initiative.partners]),
            "summary": initiative.summary,
            "audience": initiative.who_may_come,
            "labels": label_words(
                [initiative.kind, *initiative.also_kinds],
                initiative.target_groups,
                initiative.peers.terms,
                online=initiative.online,
            ),
            "body": " ".join(body),
        },
        places=place_terms(initiative),
    )
