"""What other rooms may ask about files, documents and exports."""

from huizhi.apps.papers.actions import (
    SWEEP_GRACE,
    TakenIn,
    check_count,
    erase,
    store,
    store_made_here,
    sweep,
    take_in,
)
from huizhi.apps.papers.cards import FileCard
from huizhi.apps.papers.exports import PURPOSES, Export, export_csv, export_pdf, harmless
from huizhi.apps.papers.queries import broken_files, cards, file_card, pieces, read, same_content
from huizhi.apps.papers.rendering import pages, pages_as_svg, qr_svg, render
from huizhi.apps.papers.serving import preview, preview_response, response_for

__all__ = [
    "PURPOSES",
    "SWEEP_GRACE",
    "Export",
    "FileCard",
    "TakenIn",
    "broken_files",
    "cards",
    "check_count",
    "erase",
    "export_csv",
    "export_pdf",
    "file_card",
    "harmless",
    "pages",
    "pages_as_svg",
    "pieces",
    "preview",
    "preview_response",
    "qr_svg",
    "read",
    "render",
    "response_for",
    "same_content",
    "store",
    "store_made_here",
    "sweep",
    "take_in",
]
