from milestonectl.model.node import Node, plain, walk
from milestonectl.model.problem import Place


def at(line: int) -> Place:
    return Place("process.yaml", line)


TREE = Node(
    {
        "title": Node("Renewal", at(1), at(11)),
        "stages": Node([Node({"id": Node("agree", at(4), at(14))}, at(3)), Node("close", at(5))], at(2), at(12)),
    },
    at(1),
)


def test_a_path_of_keys_and_indices_leads_to_a_value() -> None:
    assert TREE.at("stages", 0, "id").value == "agree"
    assert TREE.place_of("stages", 1) == at(5)
    assert TREE.key_of("stages") == at(12)


def test_a_path_that_goes_nowhere_ends_at_the_deepest_place_on_the_way() -> None:
    assert TREE.place_of("stages", 0, "title", "x") == at(3)
    assert TREE.place_of("stages", 7) == at(2)
    assert TREE.place_of("owner") == at(1)


def test_a_value_without_a_key_is_placed_where_it_stands() -> None:
    assert TREE.key_of("stages", 1) == at(5)


def test_text_is_text_or_nothing() -> None:
    assert TREE.text("title") == "Renewal"
    assert TREE.text("stages") == ""
    assert TREE.text("owner") == ""


def test_a_scalar_has_neither_entries_nor_items() -> None:
    assert TREE.at("title").mapping == {}
    assert TREE.at("title").items == []


def test_plain_forgets_the_places() -> None:
    assert plain(TREE) == {"title": "Renewal", "stages": [{"id": "agree"}, "close"]}


def test_walking_meets_every_value_in_order() -> None:
    assert [node.place.line for node in walk(TREE)] == [1, 1, 2, 3, 4, 5]
