"""Codes and keys: turn what a certificate says into signed digits, and signed digits back into what was said.

    digits = sign_code(claims, signer)                  # signing.codes, beside a key
    url = Address.parse("https://zc.example").of(digits)  # what the QR symbol holds
    code = open_code(address.code_in(scanned), keys)    # raises one error class per fault
    code.claims.name, code.key.issuer, code.digest

`FORMAT.md` in this folder is the specification; nothing here knows a database, a page or a printer. The private half
(`signing.software`, `signing.keystore`) is for command lines only: a process that verifies never imports it.
"""
