"""Who is in the demonstration. Nobody here exists; the towns and their partners do."""

from dataclasses import dataclass
from datetime import time

PASSWORD = "peervej-demonstration"  # noqa: S105  printed on screen, only in demonstration mode


@dataclass(frozen=True)
class Town:
    """A site with its house, its coordinator and its volunteers."""

    slug: str
    name: str
    municipality: str
    address: str
    access: str
    partner: str
    coordinator: str
    weekday: int
    at: time
    volunteers: tuple[str, ...]


TOWNS = (
    Town(
        "fredericia", "Fredericia", "0607", "Gammel Havnegade 4, stuen",
        "Ringeklokken ved den grønne dør. Ingen trapper.", "Din Indgang, Fredericia Kommune",
        "Lone Vind", 3, time(15), ("Ali", "Mette", "Jonas", "Birthe"),
    ),
    Town(
        "helsingoer", "Helsingør", "0217", "Havnegade 12, stuen",
        "Døren til højre i gården. Elevator.", "§ 82-indgangen, Helsingør Kommune",
        "Karen Strand", 3, time(15), ("Sanne", "Omar", "Palle", "Freja"),
    ),
    Town(
        "koebenhavn", "København", "0101", "Nordre Baggård 7, 1. sal",
        "Elevator fra gården.", "Grib København, Københavns Kommune",
        "Nadia Holt", 1, time(16), ("Viggo", "Amina", "Rikke", "Tom"),
    ),
    Town(
        "gladsaxe", "Gladsaxe", "0159", "Søborg Torv 3, stuen",
        "Ingen trapper.", "Gladsaxe Kommune",
        "Henrik Lund", 0, time(15), ("Ida", "Mikkel", "Dorte", "Sami"),
    ),
    Town(
        "roedovre", "Rødovre", "0175", "Parkalleen 21, stuen",
        "Rampe ved bagindgangen.", "Rødovre Kommune",
        "Gitte Dam", 2, time(15), ("Kim", "Laila", "Bo", "Yasmin"),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Login:
    """A member of staff one can be in the demonstration."""

    email: str
    name: str
    role: str
    town: str | None
    what: str


LOGINS = (
    *(
        Login(
            f"koordinator.{town.slug}@example.org", town.coordinator, "coordinator", town.slug,
            f"coordinator in {town.name}",
        )
        for town in TOWNS
    ),
    Login("forsker@example.org", "Signe Ravn", "researcher", None, "researcher"),
    Login("forsker2@example.org", "Anders Krogh", "researcher", None,
          "second researcher (sealing and closing take two)"),
    Login("landskoordinator@example.org", "Tove Bak", "national", None, "national coordinator"),
    Login("kommune@example.org", "Peter Friis", "municipal", "fredericia",
          "municipal partner in Fredericia"),
    Login("redaktoer@example.org", "Malene Skov", "editor", None, "editor of the directory"),
    Login("interviewer@example.org", "Jens Toft", "interviewer", None,
          "asks questions by telephone"),
)  # fmt: skip

# One for each volunteer, town after town.
INTRODUCTIONS = (
    "Jeg havde nogle år, hvor jeg knap kom ud. I dag leder jeg grupper og går lange ture.",
    "Jeg ved, hvor svært det er at komme den første gang. Jeg laver kaffen.",
    "Jeg har selv siddet i en gruppe. Det gav mig mod på at prøve noget nyt.",
    "Jeg holder af stilhed og af dårlige vittigheder. Begge dele er tilladt hos os.",
    "Jeg er gammel buschauffør. Jeg kender til nætter, hvor man ikke sover.",
    "For mig var det et kor, der åbnede døren. Nu vil jeg gerne holde den for andre.",
    "Jeg siger ikke så meget i starten. Det behøver du heller ikke.",
    "Jeg har været igennem det to gange. Anden gang bad jeg om hjælp i tide.",
    "Jeg har en hund, der hedder Bjarne, og en lang omvej bag mig.",
    "Jeg troede, jeg var den eneste. Det var jeg ikke.",
    "Jeg bager boller til hvert møde. Det begyndte som en undskyldning for at komme ud.",
    "Jeg har lært at sige nej. Det tog ti år, og det øver vi også i gruppen.",
    "Jeg blev syg, mens jeg læste. I dag arbejder jeg på halv tid, og det passer mig godt.",
    "Jeg er god til at lytte og dårlig til at huske navne. Sig det endelig igen.",
    "Mine børn er store nu. De ved godt, hvad jeg laver om onsdagen.",
    "Jeg kommer fra et sted, hvor man ikke talte om den slags. Her gør vi det i små bidder.",
    "Jeg sad yderst ved døren de første tre gange. Pladsen er stadig god.",
    "Jeg spiller skak og taber tit. Det er en fin måde at lære folk at kende.",
    "Jeg har brugt min egen historie til at komme videre. Din er din, og du bestemmer over den.",
    "Jeg kan bedst lide, når vi griner. Det gør vi oftere, end man skulle tro.",
)

WORRY = (
    "En fra gruppen virkede meget træt og gik før tid. Vi har talt om, at jeg siger det til dig."
)

NICKNAMES = (
    "Sol", "M.", "Ask", "Fie", "Ravn", "Kit", "Bølge", "Nor", "Elm", "Luna", "Per", "Stjerne",
    "Ulla", "Falk", "Mynte", "Bjørk", "Sten", "Dot", "Ib", "Lyng", "Maj", "Vips", "Otto", "Karla",
    "Ely", "Hav", "Toke", "Bine", "Rose", "Sam", "Alma", "Ørn", "Viol", "Pil", "Jo", "Marts",
    "Tine", "Kaj", "Nat", "Liv", "Asger", "Benny", "Clara", "Dagny", "Emil", "Frida", "Gro",
    "Hilda", "Ingolf", "Johs", "Kirsten", "Leif", "Mona", "Nanna", "Ole", "Pia", "Rita", "Svend",
    "Tove", "Ursula", "Vera", "Willy", "Ylva", "Åse", "Zita", "Hassan", "Fatima", "Mehmet", "Lan",
    "Ditte", "Kurt", "Lis", "Jesper", "Rosa", "Skye", "Tulle", "Vinter", "Pepper", "Eg", "Sne",
)  # fmt: skip
