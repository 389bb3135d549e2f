"""Which attributes a product type has: the ones its products carry most, found in the catalogue itself."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

from demo.erp.attribute_names import name_of
from demo.erp.contract import AttributeDefinition

ATTRIBUTES_MAX: Final = 12
SHARE_MIN: Final = 0.08
PRODUCTS_MIN: Final = 3
TEXT_LENGTH_MAX: Final = 200
# A filter with more values than this is a list nobody reads.
FILTER_VALUES_MAX: Final = 40

Kind: TypeAlias = Literal["text", "number", "boolean"]
Value: TypeAlias = str | int | float | bool

# The catalogue marks a key with its kind: `n_cable_length`.
KINDS: Final[Mapping[str, Kind]] = {"t": "text", "n": "number", "b": "boolean"}

# What an engineer, a lawyer or a warehouse wants to know, but no dealer chooses by.
_DULL: Final = re.compile(
    r"temperature|humidity|certification|sustain|intel_|bus_|fsb|vid_|tcase|tjunction|idle_states|execute_disable"
    r"|thermal_monit|requirements|manual|embedded_options|package_|plug_and_play|operating_modes|halt_state"
    r"|processing_die|_systems_supported|warranty|guide|noise|brand_comp|quantity_per_(box|layer|inner)|pcie_config"
    r"|speedstep|demand_based|minimum_order|gtin|_gross|storage_life|retail|display$|compliance|discontinuance"
    r"|number_of_batteries|eu_tsd|last_change"
)


class Chosen(NamedTuple):
    """An attribute of a type, and the catalogue's key for it."""

    key: str
    definition: AttributeDefinition


class AttributeCount:
    """Reads products one by one, then says which attributes each product type has."""

    def __init__(self) -> None:
        self._products: Counter[str] = Counter()
        self._carried: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._values: defaultdict[tuple[str, str], set[Value]] = defaultdict(set)

    def add(self, type_code: str, attributes: Mapping[str, Value]) -> None:
        self._products[type_code] += 1
        self._carried[type_code].update(attributes.keys())
        for key, value in attributes.items():
            seen = self._values[type_code, key]
            if len(seen) <= FILTER_VALUES_MAX:
                seen.add(value)

    def chosen(self) -> dict[str, list[Chosen]]:
        keys = {code_of(key): key for key, _ in reversed(self._totals().most_common())}
        kept = set(keys.values())
        return {code: self._chosen(code, kept) for code in self._products}

    def _totals(self) -> Counter[str]:
        return sum(self._carried.values(), Counter())

    def _chosen(self, type_code: str, kept: set[str]) -> list[Chosen]:
        """`kept` has one key of each code: text and number of the same name cannot both be asked for."""
        floor = max(PRODUCTS_MIN, SHARE_MIN * self._products[type_code])
        ranked = sorted(self._carried[type_code].items(), key=lambda entry: (-entry[1], entry[0]))
        useful = [key for key, count in ranked if count >= floor and key in kept and not _DULL.search(key)]
        return [
            Chosen(key, self._definition(type_code, key, position))
            for position, key in enumerate(useful[:ATTRIBUTES_MAX], start=1)
        ]

    def _definition(self, type_code: str, key: str, position: int) -> AttributeDefinition:
        code, kind = code_of(key), KINDS[key[0]]
        name = name_of(code)
        return AttributeDefinition(
            code=code,
            name=name.turkish,
            name_en=name.english,
            type=kind,
            unit=name.unit if kind == "number" else None,
            filterable=1 < len(self._values[type_code, key]) <= FILTER_VALUES_MAX,
            required=False,
            position=position,
        )


def code_of(key: str) -> str:
    """`n_label_width__max_` is the attribute `label_width_max`."""
    return re.sub(r"_+", "_", key[2:]).strip("_")


def values_of(attributes: Mapping[str, Value], chosen: list[Chosen]) -> dict[str, Value]:
    """A product's values of its type's attributes; a long text is cut."""
    return {
        definition.code: value[:TEXT_LENGTH_MAX] if isinstance(value, str) else value
        for key, definition in chosen
        if (value := attributes.get(key)) is not None
    }
