"""Made-up initiatives, answers and people for look-alike documents; none of them exists."""

REGIONS = ("Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland")

NAMES = (
    "Café Lanternen",
    "Mentorkorpset i Vindeby",
    "Projekt Nye Stier",
    "SAMSPIL – netværk for unge i Åsum",
    "Broen til Hverdagen, Lillerup Kommune",
    "Peer-værkstedet: fra sofa til fællesskab",
    "Fyrtårnet",
    "Erfaringsguider på afdeling Q, Region Østerland",
    "Håbets Have, Strandby kommune",
    "”Godt på vej”, socialpsykiatrien i Mosebølle",
    "Klubben 22",
    "ROS – Recovery og Samvær",
    "Mit liv med stemmer",
    "Bisidderne i Kragsted",
    "Ungehuset Æblet",
    "MB-netværket i Nørreby Kommune",
    "Frivillige følgesvende",
    "Værestedet Ankeret",
    "Lær at leve med uro og tristhed",
    "Den Grønne Dør, Vesterlunde",
    "Skolen ved Åen",
    "Recovery-vejledere i Psykiatrien Øst",
    "Vandregruppen Skridt for Skridt",
    "Huset på Hjørnet",
    "Musikværkstedet Dur og Mol",
    "IF Medvind",
    "App-holdet MinRytme",
    "Kvindecaféen Kardemomme, Sønderkær Kommune",
)
LONG_NAMES = (
    "Partnerskab mellem Socialpsykiatrisk Hus Syd, Lillerup og",
    "Foreningen Medvind",
), (
    "Udvikling og afprøvning af en mentormodel for unge med erfaring fra psykiatrien i",
    "Mosebølle Kommune",
), (
    "Netværk, bolig og hverdagsliv – et samarbejde om peer-støtte for borgere på",
    "Rådyrvej og Egevej",
)  # fmt: skip

FIRST_NAMES = ("Mette", "Søren", "Aase", "Jens Ole", "Birthe", "Karim", "Anne-Lise", "Thøger")
LAST_NAMES = ("Krogdal", "Vesterlund", "Åkjær", "Bjerrehave", "Holmskov", "El Amrani", "Tranberg")
ROLES = ("Projektleder", "Leder", "Koordinator", "Udviklingskonsulent", "Daglig leder")
DOMAINS = ("lanternen-eksempel.dk", "vindeby.example", "nyestier.example.dk", "medvind.example")

SENTENCES = (
    "Vi begyndte i det små og har siden fået flere lokaler og flere hænder",
    "De frivillige har selv prøvet at være indlagt og ved, hvor tungt det kan være",
    "Mange kommer første gang sammen med en, de kender i forvejen",
    "Støtten gives ved køkkenbordet, på gåture og på de faste aftener om torsdagen",
    "Der er 14 frivillige, og de fleste er med hver uge i tre til fire timer",
    "Alle får et kursus på fem dage og derefter sparring en gang om måneden",
    "Den ene er ansat i fleksjob, den anden er ansat på ordinære vilkår",
    "Tilbuddet er åbent for alle over 18 år, som bor i kommunen",
    "Vi ser, at mødet med en ligestillet giver håb og mod på mere",
    "Det har krævet mange samtaler med personalet, før samarbejdet faldt på plads",
    "Der er ikke lavet en samlet evaluering, men en spørgeskemaundersøgelse er på vej",
    "Bevillingen er givet efter servicelovens § 18 og gælder et år ad gangen",
    "Den største udfordring er at blive kendt blandt dem, der har brug for os",
    "Vi holder til i en gammel skole tæt på stationen, og der er altid kaffe på kanden",
    "Ud over samværet er der madlavning, kreative hold og en lille boldklub",
    "Nogle bliver hængende i årevis, andre har kun brug for os i en kort periode",
    "Ledelsen bakker op, og det mærkes i hele huset, når nye peers begynder",
    "Ti borgere har fået et forløb, og seks af dem er i dag selv frivillige",
    "Peer-støtten er vokset ud af et ønske fra brugerne om at give noget videre",
    "Hver peer har en fast kontaktperson og kan altid ringe, hvis noget er svært",
    "Supervisionen gives af en psykolog udefra hver fjerde uge i halvanden time",
    "I begyndelsen var kollegerne usikre på, hvad en peer måtte og ikke måtte",
    "Vi arbejder ud fra bogen om recovery og ud fra vores egne erfaringer",
    "Deltagerne fortæller, at de sover bedre og kommer mere ud blandt andre",
    "Midlerne stammer fra en pulje og slutter med udgangen af næste år",
    "Formen har ændret sig, fordi flere unge er kommet til de seneste to år",
    "Vi oplever, at samarbejdet med afdelingen er blevet tættere med tiden",
    "Kursusgangene ligger om eftermiddagen, så folk i arbejde også kan være med",
)
BULLETS = (
    "Individuelle samtaler",
    "Fælles spisning hver tirsdag",
    "Undervisning af personale og pårørende",
    "Følgeskab til læge og kommune",
    "Rundvisning for nye medlemmer",
    "Ture ud i det blå en gang om måneden",
)
SHORT_ANSWERS = (
    "Nej.",
    "5",
    "Se ovenfor.",
    "Ja, fra 2011.",
    "Ved ikke",
    "Ingen endnu",
    "Alle",
    "12-15",
)
INNER_HEADS = ("Formål:", "Baggrund:", "Målgruppe:", "Uddannelse:", "Omfang:")
BARE_HEADS = ("Frivillige og ansatte", "Vores køkken", "Kurser for alle", "Lidt om baggrunden")
POINTERS = ("Yderligere information:", "Læs mere her:", "Mere information:", "Se mere her:")
NOTHING_KNOWN = (
    "Vi har pt. ikke kendskab til peer-støtteinitiativer i Region {}",
    "Vi har på nuværende tidspunkt ikke kendskab til peer-støtte initiativer i Region {}.",
)
FOREWORD = (
    "Her er samlet beskrivelser af initiativer, hvor mennesker med egne erfaringer støtter andre. "
    "Beskrivelserne er skrevet af initiativerne selv og er ikke rettet til bagefter. "
    "Nye bidrag er velkomne."
)
