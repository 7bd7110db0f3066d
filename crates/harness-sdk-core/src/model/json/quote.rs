//! Writing strings.

use super::string::plain;

/// Writes `text` in quotes, escaped where JSON asks for it.
pub(in crate::model) fn quote(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    loop {
        let length = plain(rest);
        if length == rest.len() {
            out.extend_from_slice(rest);
            break;
        }
        out.extend_from_slice(&rest[..length]);
        escape(rest[length], out);
        rest = &rest[length + 1..];
    }
    out.push(b'"');
}

fn escape(byte: u8, out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let letter = match byte {
        b'"' | b'\\' => byte,
        0x8 => b'b',
        0xc => b'f',
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        _ => {
            out.extend_from_slice(b"\\u00");
            out.extend([byte >> 4, byte & 0xf].map(|digit| HEX[usize::from(digit)]));
            return;
        }
    };
    out.extend_from_slice(&[b'\\', letter]);
}
