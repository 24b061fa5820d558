//! Short names for what a module imports from its glue: wasm-bindgen's carry 16 digits that no compression makes smaller, in the
//! module and in the glue.

use anyhow::{Context, Result, bail};

/// The number of a module's section of imports.
const IMPORTS: u8 = 2;
/// Where the sections begin.
const HEADER: usize = 8;

/// Renames the imports in both. The glue must name each exactly once, as a member of the object that holds them.
pub(super) fn imports(glue: &mut String, wasm: &mut Vec<u8>) -> Result<()> {
    let mut at = HEADER;
    while at < wasm.len() {
        let mut inside = at + 1;
        let length = number(wasm, &mut inside)?;
        let end = inside + length;
        if wasm[at] == IMPORTS {
            let section = renamed(wasm.get(inside..end).context("a section without an end")?, glue)?;
            let mut replaced = vec![IMPORTS];
            put(section.len(), &mut replaced);
            replaced.extend(section);
            wasm.splice(at..end, replaced);
            return Ok(());
        }
        at = end;
    }
    bail!("the module imports nothing")
}

/// The section with other names, after the same was done to the glue.
fn renamed(section: &[u8], glue: &mut String) -> Result<Vec<u8>> {
    let mut at = 0;
    let count = number(section, &mut at)?;
    let mut out = Vec::with_capacity(section.len());
    put(count, &mut out);
    for index in 0..count {
        let module = name(section, &mut at)?;
        let field = name(section, &mut at)?;
        put_name(module, &mut out);
        if field.starts_with("__wbg_") {
            let short = format!("i{index}");
            let (member, other) = (format!(" {field}: function("), format!(" {short}: function("));
            if glue.matches(&member).count() != 1 {
                bail!("the glue does not offer {field} once");
            }
            *glue = glue.replace(&member, &other);
            put_name(&short, &mut out);
        } else {
            put_name(field, &mut out);
        }
        // A function (0) and its type: wasm-bindgen lets a module import nothing else.
        let kind = *section.get(at).context("an import without a kind")?;
        if kind != 0 {
            bail!("{field} is no function");
        }
        at += 1;
        out.push(kind);
        put(number(section, &mut at)?, &mut out);
    }
    Ok(out)
}

/// Reads a number as the format writes them: seven bits a byte, the lowest first.
fn number(bytes: &[u8], at: &mut usize) -> Result<usize> {
    let (mut value, mut shift) = (0, 0);
    loop {
        let byte = *bytes.get(*at).context("a number without an end")?;
        *at += 1;
        value |= usize::from(byte & 0x7f) << shift;
        shift += 7;
        if byte < 0x80 {
            return Ok(value);
        }
    }
}

fn put(mut value: usize, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn name<'a>(bytes: &'a [u8], at: &mut usize) -> Result<&'a str> {
    let length = number(bytes, at)?;
    let text = bytes.get(*at..*at + length).context("a name without an end")?;
    *at += length;
    std::str::from_utf8(text).context("a name that is no text")
}

fn put_name(name: &str, out: &mut Vec<u8>) {
    put(name.len(), out);
    out.extend(name.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with an empty section of types, imports by these names, and a byte of code.
    fn module(names: &[&str]) -> Vec<u8> {
        let mut section = Vec::new();
        put(names.len(), &mut section);
        for name in names {
            put_name("./app_bg.js", &mut section);
            put_name(name, &mut section);
            section.extend([0, 3]);
        }
        let mut wasm = b"\0asm\x01\0\0\0\x01\x00\x02".to_vec();
        put(section.len(), &mut wasm);
        wasm.extend(section);
        wasm.extend([10, 1, 0]);
        wasm
    }

    #[test]
    fn both_sides_agree_on_the_new_names_and_the_rest_stays() {
        let long = "__wbg_a_0123456789abcdef";
        let mut wasm = module(&["load", long]);
        let mut glue = format!("x = {{ {long}: function(arg0) {{ return {long}2; }} }};");
        imports(&mut glue, &mut wasm).expect("both know it");
        assert_eq!(wasm, module(&["load", "i1"]));
        assert_eq!(glue, format!("x = {{ i1: function(arg0) {{ return {long}2; }} }};"));
    }

    #[test]
    fn an_import_that_the_glue_does_not_offer_is_an_error() {
        imports(&mut "x = {};".to_owned(), &mut module(&["__wbg_a_1"])).expect_err("nobody offers it");
        imports(&mut String::new(), &mut b"\0asm\x01\0\0\0".to_vec()).expect_err("there are no imports");
    }

    #[test]
    fn numbers_are_written_as_they_are_read() {
        for value in [0, 1, 127, 128, 300, 70_000] {
            let mut bytes = Vec::new();
            put(value, &mut bytes);
            assert_eq!(number(&bytes, &mut 0).expect("whole"), value);
        }
    }
}
