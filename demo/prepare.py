"""How the files in `demo/data/` were made from their originals.

It is kept so that anyone can check what was changed; nobody needs to run it. The originals are not part of
the repository: their sources are named in `demo/data/NOTICE.md`.

    python -m demo.prepare CATALOGUE.jsonl.gz NEIGHBOURHOODS.csv.gz TAX_OFFICES.csv.gz
"""

import csv
import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import click
import msgspec

DATA: Final = Path(__file__).parent / "data"

# An attribute that fewer products carry describes a product, not a kind of product.
PRODUCTS_MIN: Final = 30
# Two addresses in every district of the country are enough for 200 dealers.
NEIGHBOURHOODS_PER_DISTRICT: Final = 2

# Logistics of the box and the pallet, the same measure again in inches, and codes of the original's editors.
LEFT_OUT: Final = re.compile(
    r"pallet|master__outer|shipping__inner|imperial|_uk_|carton|outer_case|images_type|ark_id|born_on|launch_date"
    r"|harmonized|bundled|^attr_n_package_|package_dimensions|_dimensions__w|customs|commodity|country_of_origin"
    r"|transistors|stepping|processor_code$|codename|_plc|hp_segment|product_name|oem_code|status$|altitude|export"
    r"|conflict_free"
)

# Not the small districts' revenue offices (malmüdürlüğü).
TAX_OFFICE: Final = re.compile(r"([^,]+?) Vergi Dairesi (?:Müdürlüğü|Başkanlığı)")

TYPE_MARKS: Final = frozenset({"attr_t_", "attr_n_", "attr_b_"})


class Original(msgspec.Struct):
    """The fields of an Icecat row that are kept; its image addresses, texts and dates are not."""

    id: str
    name: str
    title: str
    ean: list[str]
    supplier: str
    price: int


def rows(path: Path) -> Iterator[tuple[Original, dict[str, object]]]:
    with gzip.open(path, "rb") as lines:
        for line in lines:
            yield msgspec.json.decode(line, type=Original), msgspec.json.decode(line, type=dict[str, object])


def attributes(row: dict[str, object], kept: set[str]) -> dict[str, object]:
    return {key.removeprefix("attr_"): whole(value) for key, value in row.items() if key in kept}


def whole(value: object) -> object:
    """4.0 as 4: a third of the file's size is numbers."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def prepare_catalogue(source: Path, target: Path) -> None:
    counts = Counter(key for _, row in rows(source) for key in row if key[:7] in TYPE_MARKS)
    kept = {key for key, count in counts.items() if count >= PRODUCTS_MIN and not LEFT_OUT.search(key)}
    lines = (
        {
            "id": original.id,
            "mpn": original.name,
            "title": original.title,
            "ean": original.ean,
            "brand": original.supplier,
            "cents": original.price,
            "attributes": attributes(row, kept),
        }
        for original, row in rows(source)
    )
    write(target, (msgspec.json.encode(line) + b"\n" for line in lines))


def prepare_places(source: Path, target: Path) -> None:
    seen: Counter[tuple[str, str]] = Counter()
    chosen = ["plate,province,district,neighbourhood,postal_code"]
    for row in read_csv(source):
        district = (row["province"], row["district"])
        seen[district] += 1
        if seen[district] <= NEIGHBOURHOODS_PER_DISTRICT:
            chosen.append(",".join((row["plate"], *district, row["neighbourhood"], row["postal_code"])))
    write(target, (f"{line}\n".encode() for line in chosen))


def prepare_tax_offices(source: Path, target: Path) -> None:
    names = ((row["plaka"], TAX_OFFICE.match(row["vergi_dairesi"])) for row in read_csv(source))
    chosen = ["plate,name", *(f"{plate},{found[1]}" for plate, found in names if found)]
    write(target, (f"{line}\n".encode() for line in chosen))


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def write(path: Path, lines: Iterable[bytes]) -> None:
    """The same lines make the same bytes: the file carries no time and no name."""
    path.write_bytes(gzip.compress(b"".join(lines), compresslevel=9, mtime=0))


@click.command()
@click.argument("catalogue", type=click.Path(exists=True, path_type=Path))
@click.argument("neighbourhoods", type=click.Path(exists=True, path_type=Path))
@click.argument("tax_offices", type=click.Path(exists=True, path_type=Path))
def main(catalogue: Path, neighbourhoods: Path, tax_offices: Path) -> None:
    """Make the files of demo/data/ from their originals."""
    prepare_catalogue(catalogue, DATA / "catalogue.jsonl.gz")
    prepare_places(neighbourhoods, DATA / "tr_places.csv.gz")
    prepare_tax_offices(tax_offices, DATA / "tr_tax_offices.csv.gz")


if __name__ == "__main__":
    main()
