"""Entries as weighted terms."""

from peervej.methods.danish.analyser import Analyser
from peervej.methods.danish.documents import Document, index_document


def test_fields_count_by_their_weight(analyser: Analyser) -> None:
    indexed = index_document(
        Document("a", {"name": "Angst", "summary": "Sorg.", "body": "Kaffe."}), analyser
    )
    assert indexed.terms["angst"] > indexed.terms["sorg"] > indexed.terms["kaffe"] > 0


def test_repeating_a_word_helps_less_and_less(analyser: Analyser) -> None:
    def weight(times: int) -> float:
        text = " ".join(["angst"] * times + ["kaffe"] * (20 - times))
        return index_document(Document("a", {"body": text}), analyser).terms["angst"]

    assert weight(1) < weight(2) < weight(10)
    assert weight(2) - weight(1) > weight(10) - weight(9)


def test_a_long_text_weighs_its_words_less(analyser: Analyser) -> None:
    short = index_document(Document("a", {"body": "angst"}), analyser)
    long = index_document(Document("a", {"body": "angst " + "kaffe " * 300}), analyser)
    assert short.terms["angst"] > long.terms["angst"]


def test_places_and_words(analyser: Analyser) -> None:
    document = Document("a", {"body": "Om at du har angsten"}, ("m:0461", "dk"))
    indexed = index_document(document, analyser)
    assert indexed.terms["@m:0461"] == indexed.terms["@dk"] == 1.0
    assert indexed.words == ("angsten",)


def test_phrases_are_terms(analyser: Analyser) -> None:
    indexed = index_document(Document("a", {"body": "De er kommet sig helt."}), analyser)
    assert "komme sig" in indexed.terms
