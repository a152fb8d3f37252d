"""The wording of the mapping questionnaire: eight questions and their sub-questions.

The wording is the printed form itself. Every initiative received the same form, so its
sentences are what tells print from answers in a filled-in document.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """One printed sentence: the part always there, and the tails that may follow it."""

    question: int
    part: int  # 0 is the question itself, 1… its sub-questions
    core: str
    tails: tuple[str, ...] = ()


_ASK = (
    "ved at besvare spørgsmålene herunder",
    "ved at svare på spørgsmålene herunder",
    "ved at besvare nedenstående spørgsmål",
    "ved at svare på nedenstående spørgsmål",
    "ved at besvare følgende spørgsmål",
)

WORDINGS: tuple[Wording, ...] = (
    Wording(
        1,
        0,
        "Beskriv kort jeres tilbud/projekt og hvilken rolle peer-to-peer spiller i det",
        _ASK,
    ),
    Wording(1, 1, "Hvad er formålet med og indholdet i jeres tilbud/projekt"),
    Wording(1, 2, "Hvordan bidrager peer-støtte til at løse opgaven og hvorfor er det en god ide"),
    Wording(2, 0, "Beskriv peer-støtten i jeres tilbud/projekt", _ASK),
    Wording(2, 1, "Hvor længe har tilbuddet/projektet eksisteret"),
    Wording(
        2,
        2,
        "Hvad er formålet med og indhold i peer-støtten",
        ("hvem giver hvilken støtte til hvem",),
    ),
    Wording(
        2,
        3,
        "Hvad er omfanget",
        (
            "hvor mange giver/modtager peer-støtte og i hvilket omfang: "
            "hvor tit, hvor meget, hvor længe mm",
        ),
    ),
    Wording(
        2,
        4,
        "Hvilket grundlag bygger peer-støtten på",
        ("fx erfaringer, forskningsbaserede modeller mm",),
    ),
    Wording(
        2,
        5,
        "Har formen på peer-støtten ændret sig i tilbuddets/projektets levetid",
        ("hvis ja: hvorfor",),
    ),
    Wording(3, 0, "Beskriv gruppen der yder peer-støtte", _ASK),
    Wording(3, 1, "Hvor mange peer-støttere er der"),
    Wording(
        3,
        2,
        "Hvordan rekrutteres peer-støtterne",
        ("er der fx kriterier for, hvilke forudsætninger/kompetencer de skal have",),
    ),
    Wording(3, 3, "Er peer-støtterne uddannet til rollen som peer-støtte", ("og evt. hvordan",)),
    Wording(
        3,
        4,
        "Har peer-støtterne tilbud om supervision, efteruddannelse mm",
        ("hvis ja, hvilken, af hvem mm",),
    ),
    Wording(
        3,
        5,
        "Hvordan er peer-støtternes relation til arbejdspladsen",
        (
            "er de fx frivillige, ansat på lige vilkår, ansat på særlige vilkår, "
            "fastansatte, projektansatte eller andet",
        ),
    ),
    Wording(4, 0, "Beskriv gruppen der modtager peer-støtte", _ASK),
    Wording(
        4,
        1,
        "Hvem kan få adgang til peer-støtte i jeres tilbud/projekt",
        ("kriterier, rekruttering mm",),
    ),
    Wording(4, 2, "Hvor mange modtager tilbud om peer-støtte i jeres tilbud/projekt"),
    Wording(5, 0, "Beskriv peer-støttens relation til resten af jeres organisation", _ASK),
    Wording(
        5,
        1,
        "Hvordan er tilbuddet om peer-støtte forbundet til de øvrige aktiviteter i jeres "
        "organisation",
    ),
    Wording(
        5,
        2,
        "Hvordan samarbejder peer-støtterne med fagprofessionelle kollegaer",
        ("og hvordan er samspillet organiseret",),
    ),
    Wording(
        5,
        3,
        "Hvordan er peer-støtten blevet præsenteret for fagprofessionelle kollegaer",
        ("og hvordan er de blevet rustet til samarbejdet",),
    ),
    Wording(
        5,
        4,
        "Hvordan er peer-støtterne blevet modtaget af de fagprofessionelle",
        ("kom gerne med positive og negative erfaringer",),
    ),
    Wording(6, 0, "Beskriv effekten af at have peer-støtte som del af jeres organisation", _ASK),
    Wording(6, 1, "Hvilken effekt har det for de der modtager og giver peer-støtte"),
    Wording(
        6,
        2,
        "Hvilken effekt har det for organisationen og de fagprofessionelle medarbejdere",
    ),
    Wording(
        6,
        3,
        "Har I dokumentation for effekterne",
        ("evalueringer el.lign – vedhæft gerne",),
    ),
    Wording(7, 0, "Beskriv finansieringen af og fremtiden for jeres tilbud/projekt", _ASK),
    Wording(
        7,
        1,
        "Hvordan er peer-støtten i jeres tilbud/projekt finansieret",
        ("fx: drift eller projekt",),
    ),
    Wording(
        7,
        2,
        "Hvis finansieringen er tidsbegrænset: hvad vil der ske med "
        "peer-støttetilbuddet/-projektet",
        ("når midlerne udløber",),
    ),
    Wording(
        7,
        3,
        "Hvad er de største udfordringer i at sikre peer-støttetilbuddets/-projektets "
        "langsigtede levedygtighed",
    ),
    Wording(8, 0, "Er der andet, det er vigtigt vi skal vide om jeres tilbud/projekt"),
    Wording(8, 1, "Herunder kontaktoplysninger og evt hjemmeside"),
)
