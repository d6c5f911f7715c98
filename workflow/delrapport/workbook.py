"""An auditor's workbook of one payment's allocation: inputs, parameters and every step as formulas.

Whoever opens it can follow each amount from counts to kronor, change a parameter or a count and see
what comes of it. Cells hold the results of the pipeline until they are computed anew; a test does
that and finds them to the krona.
"""

from __future__ import annotations

from datetime import datetime

from delrapport import (
    disclosure_inputs,
    workbook_amounts,
    workbook_parameters,
    workbook_reader,
    workbook_shown,
    workbook_steps,
    workbook_values,
    xlsx,
)
from delrapport.allocate import Shared
from delrapport.records import Records
from delrapport.workbook_content import Content


def workbook(shared: Shared, records: Records) -> bytes:
    """The workbook as XLSX; the same input gives the same bytes."""
    content = Content(shared, records)
    hidden = disclosure_inputs.closed(records, shared.payment.id)
    pages = [
        workbook_parameters.page(content),
        *workbook_steps.pages(content),
        *workbook_amounts.pages(content),
        *workbook_values.pages(content),
    ]
    about = xlsx.About(
        title=workbook_reader.title(content),
        subject=records.programme.name,
        author=records.programme.agency.name,
        created=datetime.strptime(shared.payment.id, "%Y-%m"),
        mark=content.mark,
    )
    if hidden:
        return xlsx.write(workbook_shown.pages(content, hidden, about.title), about)
    return xlsx.write([workbook_reader.page(content, pages), *pages], about)
