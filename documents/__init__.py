"""Paper: data in, PDF out. The certificate sheet with its QR code, typeset for a whole batch.

    fonts = find_fonts()
    pdf = typeset(sheets, Layout.A5, fonts, demonstration=False)

`certificate` makes the PDF, `qr` the symbols, `fonts` finds a Chinese font and knows what it cannot print. How the
sheet looks is `templates/documents/certificate.typ`. Nothing here knows the registry or the signing keys.
"""
