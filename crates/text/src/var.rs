//! Numbers of varying length, as Yjs writes them: seven bits a byte, the lowest first.

/// What is left to read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a>(&'a [u8]);

/// There is less than was announced, or it is not what it was announced to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Broken;

/// Numbers are safe integers of JavaScript.
const BITS: u32 = 53;

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn byte(&mut self) -> Result<u8, Broken> {
        let (first, rest) = self.0.split_first().ok_or(Broken)?;
        self.0 = rest;
        Ok(*first)
    }

    /// A number below 2^53, written in the one shortest way: two readers are never to differ about it.
    pub(crate) fn number(&mut self) -> Result<u64, Broken> {
        let (mut number, mut shift) = (0_u64, 0);
        loop {
            let byte = self.byte()?;
            let low = u64::from(byte & 0x7f);
            if shift >= BITS || (shift > BITS - 7 && low >> (BITS - shift) != 0) {
                return Err(Broken);
            }
            number |= low << shift;
            if byte & 0x80 == 0 {
                return if byte == 0 && shift > 0 { Err(Broken) } else { Ok(number) };
            }
            shift += 7;
        }
    }

    /// The same, of something that is counted in this document: below 2^31.
    pub(crate) fn count(&mut self) -> Result<u64, Broken> {
        self.number().and_then(|number| if number < 1 << 31 { Ok(number) } else { Err(Broken) })
    }

    /// Bytes after their number.
    pub(crate) fn bytes(&mut self) -> Result<&'a [u8], Broken> {
        let length = usize::try_from(self.number()?).map_err(|_| Broken)?;
        let (bytes, rest) = self.0.split_at_checked(length).ok_or(Broken)?;
        self.0 = rest;
        Ok(bytes)
    }

    /// Text after the number of its bytes.
    pub(crate) fn text(&mut self) -> Result<&'a str, Broken> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Broken)
    }
}

/// Writes a number.
pub(crate) fn put_number(to: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        to.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

/// Writes bytes after their number.
pub(crate) fn put_bytes(to: &mut Vec<u8>, bytes: &[u8]) {
    put_number(to, bytes.len() as u64);
    to.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_it_was_written_and_in_no_other_way() {
        for number in [0, 1, 127, 128, 300, 1 << 31, (1 << 32) - 1, (1 << 53) - 1] {
            let mut bytes = Vec::new();
            put_number(&mut bytes, number);
            assert_eq!(Reader::new(&bytes).number(), Ok(number));
        }
        for bytes in [&[][..], &[0x80], &[0x80, 0], &[0x81, 0x80, 0], &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f]]
        {
            assert_eq!(Reader::new(bytes).number(), Err(Broken), "{bytes:?}");
        }
        assert_eq!(Reader::new(&[5, 1, 2]).bytes(), Err(Broken));
        assert_eq!(Reader::new(&[2, 0xc3, 0x28]).text(), Err(Broken));
    }
}
