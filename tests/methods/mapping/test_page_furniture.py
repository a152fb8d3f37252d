"""Page numbers, running heads and links at the foot of pages."""

from peervej.methods.mapping.furniture import strip_furniture
from peervej.methods.mapping.lines import split_lines
from peervej.methods.mapping.page_numbers import drop_page_numbers
from peervej.methods.mapping.running_heads import drop_running_heads


def texts(lines):
    return [line.text for line in lines]


def test_a_number_alone_between_blank_lines_ends_a_page():
    lines = drop_page_numbers(split_lines("Første side slutter her\n\n\n\n12 \n \n\nNæste side"))
    assert texts(lines) == ["Første side slutter her", "Næste side"]
    assert [line.page for line in lines] == [1, 2]
    assert lines[1].starts_page


def test_a_number_below_a_question_is_an_answer():
    text = "Hvor mange er I?\n\n5\n\nHvor længe har I været i gang?"
    assert "5" in texts(drop_page_numbers(split_lines(text)))


def test_a_number_that_fits_the_page_numbers_around_it_is_one():
    pages = ["Tekst\n\n\n\n3\n\n", "Hvor mange er I?\n\n\f4\n\nTi", "Tekst\n\n\n\n5\n\n", "Slut"]
    assert texts(drop_page_numbers(split_lines("\n".join(pages)))) == [
        "Tekst", "Hvor mange er I?", "Ti", "Tekst", "Slut",
    ]  # fmt: skip


def test_the_end_of_a_telephone_number_is_no_page_number():
    text = "Ring på 2345\n6789\n\n\nMere tekst"
    assert "6789" in texts(drop_page_numbers(split_lines(text)))


def test_named_page_numbers_go_wherever_they_stand():
    text = "Tekst\nSide 5 af 80\nmere\n- 6 -\nSide | 7\nslut\n7/80"
    kept = texts(drop_page_numbers(split_lines(text)))
    assert kept == ["Tekst", "mere", "slut"]


def test_numbers_counting_up_through_a_document_without_blank_lines():
    body = "\n".join(f"linje {index}" for index in range(12))
    text = "\n".join(f"{body}\n{page}" for page in range(4, 9)) + "\nslut"
    kept = texts(drop_page_numbers(split_lines(text)))
    assert not any(line.isdigit() for line in kept)


def test_a_running_head_goes_but_a_repeated_word_stays():
    pages = [f"En samling af tilbud\nSvar {page}\nNej\nmere {page}" for page in range(6)]
    kept = texts(drop_running_heads(split_lines("\f".join(pages))))
    assert kept.count("En samling af tilbud") == 1
    assert kept.count("Nej") == 6


def test_the_first_of_a_chapter_head_stays():
    pages = [f"Peer-støtte i Region Nord\nSvar {page}\nmere" for page in range(5)]
    kept = texts(drop_running_heads(split_lines("\f".join(pages))))
    assert kept.count("Peer-støtte i Region Nord") == 1


def test_links_at_the_foot_of_a_page_leave_the_text():
    text = "Et svar\n\nhttp://www.eksempel.example/\nmailto:a@b.example\n\fNæste side"
    lines, feet = strip_furniture(split_lines(text))
    assert texts(lines) == ["Et svar", "Næste side"]
    assert [foot.address for foot in feet] == ["http://www.eksempel.example/", "mailto:a@b.example"]
    assert {foot.page for foot in feet} == {1}


def test_a_link_inside_a_page_stays():
    lines, feet = strip_furniture(split_lines("Læs mere:\nhttp://eksempel.example/\nog mere"))
    assert len(lines) == 3
    assert feet == []


def test_a_list_of_contents_goes():
    text = "Peer-støtte i Region Nord ........ 4\nPeer-støtte i Region Syd . . . . 9\nTekst"
    assert texts(strip_furniture(split_lines(text))[0]) == ["Tekst"]
