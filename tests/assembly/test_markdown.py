import pytest

from assembly.markdown import render


def test_headings_start_below_the_page_title():
    assert render("# Title\n\n###### Small") == "<h2>Title</h2>\n<h6>Small</h6>\n"


def test_text_keeps_its_emphasis_lists_and_links():
    assert render("*so*\n\n- one\n") == "<p><em>so</em></p>\n<ul>\n<li>one</li>\n</ul>\n"
    assert render("[paper](https://example.org/a)") == (
        '<p><a href="https://example.org/a" rel="noopener noreferrer">paper</a></p>\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "![x](data:image/svg+xml;base64,PHN2Zy8+)",
        '<p style="color:red">x</p>',
    ],
)
def test_nothing_that_could_run_or_load_gets_through(text):
    html = render(text)
    assert not any(f"<{tag}" in html for tag in ("script", "img", "p style"))
    assert 'href="javascript' not in html


def test_a_table_can_be_scrolled_by_keyboard():
    html = render("| a | b |\n|---|---|\n| 1 | 2 |\n")
    assert html.startswith('<div class="scroll" tabindex="0" role="region" aria-label="Table">')
    assert html.rstrip().endswith("</table></div>")
