"""Invented buyers: companies and the people in them."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from examples.generator.company import Region

_HEADS = (
    "Alder", "Amber", "Brack", "Calder", "Corven", "Dun", "Elder", "Fenn", "Garrow", "Hallow", "Iron", "Jessa", "Kestrel",
    "Lark", "Marrow", "Nether", "Orring", "Pell", "Quarry", "Raven", "Stann", "Thorn", "Umber", "Vex", "Wyre", "Yarrow",
)  # fmt: skip
_TAILS = ("bury", "moor", "gate", "holt", "combe", "stead", "mere", "wick", "by", "dale", "ley")
_STEMS: Mapping[Region, tuple[str, ...]] = {
    "AMER": (),
    "EMEA": (
        "Vossbeck", "Lindhorn", "Orsigny", "Castelvero", "Hagensund", "Tervasaho", "Moravik", "Brunnhagen", "Delsaux",
        "Ostervik", "Kaltenrode", "Pradelle", "Montevisco", "Zeedorp", "Harlinge", "Rautajoki", "Sollebrunn", "Valdoria",
        "Grenzach", "Trzebin", "Oldehove", "Fjellmark", "Bressane", "Corvigny", "Wesselink", "Hohenlinde", "Altamura",
        "Skarvik", "Pontevalle", "Reichental", "Duvernois", "Lausterbach", "Kvernes", "Marchetta", "Ebersroth", "Sandvigen",
        "Olbrecht", "Tessenow", "Vauxmont", "Rivabella", "Nordhald", "Steenwerk", "Quercia", "Haverland", "Lykkebo",
        "Bellorio", "Grauwald", "Ijsselmond", "Chantreuil", "Falkenhorn", "Ribadoro", "Svartnes", "Wolkenstein", "Zirndal",
        "Aldegonde", "Karlsmar", "Pietralba", "Roosdaal", "Thalborn", "Villarosa", "Demirkaya", "Altinova", "Bayazli",
        "Ahrendal", "Bovigny", "Cranzahl", "Dorvigo", "Ekelund", "Fontebruna", "Gravenau", "Hulsbeek", "Isarbruck", "Jokivaara",
        "Kleinmoos", "Lerchenau", "Montaubry", "Nederhuis", "Opwijnen", "Kuzeyli", "Yesilyurt", "Toroslar", "Ercanli", "Gokova", "Sarikum",
    ),
    "APAC": (
        "Kurosato", "Minakawa", "Telukmas", "Hanbyeon", "Southmarra", "Tanjung", "Wirrabee", "Akashino", "Baolin", "Cendana",
        "Dongnae", "Eastlinga", "Fukazumi", "Garudaya", "Higashida", "Jindabee", "Kirishi", "Lanyu", "Merantau", "Nanshui",
        "Okagami", "Penaga", "Ryokuchi", "Sungai", "Takamori", "Uralla",
    ),
}  # fmt: skip
_TRADES: Mapping[Region, tuple[str, ...]] = {
    "AMER": (
        "Castings", "Paper", "Cement", "Dairies", "Bearings", "Glass", "Water", "Brewing", "Coatings", "Steel", "Foods",
        "Polymers", "Packaging", "Foundry", "Minerals", "Pipe", "Gypsum", "Textiles", "Energy", "Malt", "Valves", "Resins",
    ),
    "EMEA": (
        "Papier", "Glas", "Chemie", "Ceramiche", "Maschinen", "Dairy", "Stahl", "Zuivel", "Cartiera", "Pharma", "Wasser",
        "Textiles", "Foundry", "Brewery", "Aluminium", "Kalk", "Foods", "Energie", "Plastics", "Marine",
    ),
    "APAC": ("Foods", "Seiki", "Paper", "Palm", "Semiconductor", "Chemical", "Minerals", "Water", "Steel", "Breweries"),
}  # fmt: skip
_SURNAMES: Mapping[Region, tuple[str, ...]] = {
    "AMER": (
        "Abbott", "Bellweather", "Castillo", "Dobbs", "Eastman", "Farrow", "Greer", "Huang", "Iverson", "Jarrett", "Kowal",
        "Lindqvist", "Mbeki", "Novak", "Ortega", "Pruitt", "Quigley", "Reyes", "Stroud", "Tran", "Underhill", "Vasquez",
        "Whitaker", "Xiong", "Yates", "Zielinski", "O'Dell", "Patel", "Marsh", "Keane", "Gupta", "Fontaine", "Roe", "Shaw",
    ),
    "EMEA": (
        "Albers", "Bianchi", "Carlsen", "Dupuis", "Eriksen", "Fiala", "Görlitz", "Hendriks", "Iversen", "Jansen", "Køhler",
        "Lefèvre", "Moretti", "Nowak", "Özkan", "Pettersson", "Quist", "Romano", "Schäfer", "Toivonen", "Urban", "Vermeer",
        "Weiss", "Yıldız", "Zanetti", "Aydın", "Brandl", "Colombo", "de Graaf", "Ferrand", "Holm", "Kaya", "Müller-Roth",
    ),
    "APAC": (
        "Aoki", "Bautista", "Chen", "Dang", "Endo", "Foster", "Goh", "Hayashi", "Ibrahim", "Jung", "Kimura", "Lim",
        "Mori", "Nguyen", "Ong", "Park", "Rahman", "Sato", "Tan", "Wibowo", "Yamada", "Zhang",
    ),
}  # fmt: skip
ROLES = ("economic-buyer", "champion", "technical-buyer", "user", "procurement", "legal")


@dataclass(frozen=True)
class Account:
    """A buyer, and who is who there."""

    name: str
    region: Region
    people: Mapping[str, str]
    """Name by role."""
    first_deal: int = 1

    @property
    def stem(self) -> str:
        """What its deals are called after: `ACME` of `ACME-14`."""
        return self.name.split()[0].upper()

    @property
    def slug(self) -> str:
        """How its files are called."""
        return self.stem.lower()


def accounts(region: Region) -> Iterator[Account]:
    """The buyers of a region, one after the other, always in the same order."""
    chance = random.Random(f"accounts of {region}")
    stems = list(_STEMS[region] or _joined())
    chance.shuffle(stems)
    for stem in stems:
        name = f"{stem} {chance.choice(_TRADES[region])}"
        yield Account(name, region, people(region, chance), first_deal=chance.choice((1, 1, 1, 2, 3, 5, 8)))


def people(region: Region, chance: random.Random) -> dict[str, str]:
    """Six people with an initial and a surname, by role."""
    names = [
        f"{chance.choice('ABCDEFGHIJKLMNPRSTVW')}. {name}" for name in chance.sample(_SURNAMES[region], len(ROLES))
    ]
    return dict(zip(ROLES, names, strict=True))


def _joined() -> list[str]:
    """English-sounding places that are on no map."""
    return [head + tail for head in _HEADS for tail in _TAILS]
