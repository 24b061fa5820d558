//! Texts as they are searched and sorted: what differs only in the size, the width or the accents of its letters is one.
//!
//! No full collation of Unicode, whose tables are large and whose comparison through the browser would take seconds for a hundred
//! thousand titles. The order is: signs and digits, Latin letters without regard to accents, then the other scripts as Unicode has
//! them; kana in the order of their syllables, whichever of the two kinds they are written in, and kanji after them.

use std::str::Chars;

/// Half-width katakana from U+FF66 on, as they are in full width.
const KATAKANA: &str =
    "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

/// In small letters of usual width and without accents, as texts are searched. Nothing is left of accents that stand alone.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    folded.extend(letters(text));
    folded
}

/// The same, letter by letter and without memory of its own.
pub fn letters(text: &str) -> Letters<'_> {
    Letters { text, rest: text.chars(), place: 0, more: "".chars(), begun: false }
}

/// The letters of a text as it is searched.
#[derive(Clone, Debug)]
pub struct Letters<'a> {
    text: &'a str,
    rest: Chars<'a>,
    place: usize,
    /// What is left of a letter that becomes two.
    more: Chars<'static>,
    /// Whether there was a letter.
    begun: bool,
}

impl Iterator for Letters<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let letter = loop {
            if let Some(more) = self.more.next() {
                break more;
            }
            self.place = self.text.len() - self.rest.as_str().len();
            let letter = self.rest.next()?;
            if letter.is_ascii() {
                break letter.to_ascii_lowercase();
            }
            if let Some(folded) = self.fold(letter) {
                break folded;
            }
        };
        self.begun = true;
        Some(letter)
    }
}

impl Letters<'_> {
    /// Where in the text the letter begins that the last one was made of, in bytes.
    pub fn place(&self) -> usize {
        self.place
    }

    /// The letter that another becomes; nothing where it is no letter, or becomes more than one.
    fn fold(&mut self, letter: char) -> Option<char> {
        let folded = match letter {
            // Full-width signs, digits and letters stand in the order of ASCII.
            '\u{ff01}'..='\u{ff5e}' => {
                char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter).to_ascii_lowercase()
            }
            '\u{3000}' => ' ',
            '\u{ff66}'..='\u{ff9d}' => KATAKANA.chars().nth((u32::from(letter) - 0xff66) as usize)?,
            // The marks of a voiced syllable belong to the one before; elsewhere they say nothing.
            _ if half_voiced(letter).is_some() => return Some(letter).filter(|_| !self.begun),
            // Accents that are written apart from their letter.
            '\u{300}'..='\u{36f}' => return None,
            // A capital İ is an i with an accent apart.
            letter => {
                let small = letter.to_lowercase().next()?;
                self.more = plain(small).chars();
                // Its first letter is the next one.
                Some(small).filter(|_| self.more.as_str().is_empty())?
            }
        };
        match self.rest.clone().next().and_then(half_voiced) {
            Some(half) => {
                self.rest.next();
                Some(voiced(folded, half))
            }
            None => Some(folded),
        }
    }
}

/// Whether a sign is the mark of a voiced syllable, and if so of one that is only half voiced.
fn half_voiced(letter: char) -> Option<bool> {
    match letter {
        '\u{ff9e}' | '\u{3099}' => Some(false),
        '\u{ff9f}' | '\u{309a}' => Some(true),
        _ => None,
    }
}

/// What a text is sorted by.
pub fn sort_key(text: &str) -> String {
    let folded = folded(text);
    if folded.is_ascii() {
        return folded;
    }
    let letters = folded.chars().map(|letter| match letter {
        // Katakana stand where the same syllables stand among hiragana.
        '\u{30a1}'..='\u{30f6}' => char::from_u32(u32::from(letter) - 0x60).unwrap_or(letter),
        letter => letter,
    });
    letters.collect()
}

/// A syllable with its mark: "か" becomes "が", and "は" becomes "ば" or, half voiced, "ぱ". In Unicode they follow each other.
fn voiced(syllable: char, half: bool) -> char {
    // Where it stands among hiragana; katakana have the same order 0x60 later.
    let base = match syllable {
        '\u{30a1}'..='\u{30f6}' => u32::from(syllable) - 0x60,
        _ => u32::from(syllable),
    };
    let by = match (base, half) {
        (0x306f | 0x3072 | 0x3075 | 0x3078 | 0x307b, true) => 2,
        (0x304b..=0x3062, false) if base % 2 == 1 => 1,
        (0x3064 | 0x3066 | 0x3068 | 0x306f | 0x3072 | 0x3075 | 0x3078 | 0x307b, false) => 1,
        // ウ with its mark stands apart.
        (0x3046, false) => 0x4e,
        _ => 0,
    };
    char::from_u32(u32::from(syllable) + by).unwrap_or(syllable)
}

/// A small Latin letter without its accent; nothing for any other. Of the letters with accents beyond U+1E00 only every other
/// one is small, so ranges hold capitals too, which are never asked for.
fn plain(letter: char) -> &'static str {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ǟ' | 'ǡ' | 'ǻ' | 'ȁ' | 'ȃ' | 'ȧ' | 'ḁ' | 'ẚ' | 'ạ'..='ặ' => {
            "a"
        }
        'æ' | 'ǣ' | 'ǽ' => "ae",
        'ḃ'..='ḇ' => "b",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' | 'ḉ' => "c",
        'ď' | 'đ' | 'ð' | 'ḋ'..='ḓ' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ȅ' | 'ȇ' | 'ȩ' | 'ḕ'..='ḝ' | 'ẹ'..='ệ' => "e",
        'ḟ' => "f",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' | 'ǧ' | 'ǵ' | 'ḡ' => "g",
        'ĥ' | 'ȟ' | 'ḣ'..='ḫ' | 'ẖ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' | 'ȉ' | 'ȋ' | 'ḭ' | 'ḯ' | 'ỉ' | 'ị' => "i",
        'ĵ' | 'ǰ' => "j",
        'ķ' | 'ǩ' | 'ḱ'..='ḵ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' | 'ḷ'..='ḽ' => "l",
        'ḿ'..='ṃ' => "m",
        'ñ' | 'ń' | 'ņ' | 'ň' | 'ǹ' | 'ṅ'..='ṋ' => "n",
        'ò'..='ö'
        | 'ø'
        | 'ō'
        | 'ŏ'
        | 'ő'
        | 'ơ'
        | 'ǒ'
        | 'ǫ'
        | 'ǭ'
        | 'ǿ'
        | 'ȍ'
        | 'ȏ'
        | 'ȫ'..='ȱ'
        | 'ṍ'..='ṓ'
        | 'ọ'..='ợ' => "o",
        'œ' => "oe",
        'ṕ' | 'ṗ' => "p",
        'ŕ' | 'ŗ' | 'ř' | 'ȑ' | 'ȓ' | 'ṙ'..='ṟ' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ſ' | 'ș' | 'ṡ'..='ṩ' | 'ẛ' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ț' | 'ṫ'..='ṱ' | 'ẗ' => "t",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ǔ'..='ǜ' | 'ȕ' | 'ȗ' | 'ṳ'..='ṻ' | 'ụ'..='ự' => {
            "u"
        }
        'ṽ' | 'ṿ' => "v",
        'ŵ' | 'ẁ'..='ẉ' | 'ẘ' => "w",
        'ẋ' | 'ẍ' => "x",
        'ý' | 'ÿ' | 'ŷ' | 'ȳ' | 'ẏ' | 'ẙ' | 'ỳ'..='ỹ' => "y",
        'ź' | 'ż' | 'ž' | 'ẑ'..='ẕ' => "z",
        // The same letter at the end of a word.
        'ς' => "σ",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_and_size_do_not_count() {
        for (text, wanted) in [
            ("Call", "call"),
            ("ＡＢＣ　１２３！", "abc 123!"),
            ("ÄÖÜ", "aou"),
            ("Straße Łódź İ", "strasse lodz i"),
            // The same accent as a letter of its own and apart.
            ("Caf\u{e9} Cafe\u{301}", "cafe cafe"),
            ("\u{301}", ""),
            ("ｶﾞｷﾞｸﾞ ﾊﾟﾋﾟ ﾎﾞ ｳﾞ", "ガギグ パピ ボ ヴ"),
            ("ﾎﾝﾊﾞﾝ ｻｰﾊﾞｰ", "ホンバン サーバー"),
            ("会議", "会議"),
            // A mark with nothing before it stays what it is.
            ("ﾞ", "ﾞ"),
            ("\u{309a}か", "\u{309a}か"),
        ] {
            assert_eq!(folded(text), wanted, "{text}");
        }
    }

    #[test]
    fn no_accent_counts_that_does_not_count_on_the_server() {
        // Every letter that SQLite's `unicode61 remove_diacritics 2` takes for another, as it does.
        for (plain, letters) in [
            ("a", "ÀÁÂÃÄÅàáâãäåĀāĂăĄąǍǎǞǟǺǻȀȁȂȃȦȧḀḁẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặ"),
            ("b", "ḂḃḄḅḆḇ"),
            ("c", "ÇçĆćĈĉĊċČčḈḉ"),
            ("d", "ĎďḊḋḌḍḎḏḐḑḒḓ"),
            ("e", "ÈÉÊËèéêëĒēĔĕĖėĘęĚěȄȅȆȇȨȩḔḕḖḗḘḙḚḛḜḝẸẹẺẻẼẽẾếỀềỂểỄễỆệ"),
            ("f", "Ḟḟ"),
            ("g", "ĜĝĞğĠġĢģǦǧǴǵḠḡ"),
            ("h", "ĤĥȞȟḢḣḤḥḦḧḨḩḪḫẖ"),
            ("i", "ÌÍÎÏìíîïĨĩĪīĬĭĮįİǏǐȈȉȊȋḬḭḮḯỈỉỊị"),
            ("j", "Ĵĵǰ"),
            ("k", "ĶķǨǩḰḱḲḳḴḵK"),
            ("l", "ĹĺĻļĽľḶḷḸḹḺḻḼḽ"),
            ("m", "ḾḿṀṁṂṃ"),
            ("n", "ÑñŃńŅņŇňǸǹṄṅṆṇṈṉṊṋ"),
            ("o", "ÒÓÔÕÖòóôõöŌōŎŏŐőƠơǑǒǪǫǬǭȌȍȎȏȪȫȬȭȮȯȰȱṌṍṎṏṐṑṒṓỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợ"),
            ("p", "ṔṕṖṗ"),
            ("r", "ŔŕŖŗŘřȐȑȒȓṘṙṚṛṜṝṞṟ"),
            ("s", "ŚśŜŝŞşŠšſȘșṠṡṢṣṤṥṦṧṨṩẛ"),
            ("t", "ŢţŤťȚțṪṫṬṭṮṯṰṱẗ"),
            ("u", "ÙÚÛÜùúûüŨũŪūŬŭŮůŰűŲųƯưǓǔǕǖǗǘǙǚǛǜȔȕȖȗṲṳṴṵṶṷṸṹṺṻỤụỦủỨứỪừỬửỮữỰự"),
            ("v", "ṼṽṾṿ"),
            ("w", "ŴŵẀẁẂẃẄẅẆẇẈẉẘ"),
            ("x", "ẊẋẌẍ"),
            ("y", "ÝýÿŶŷŸȲȳẎẏẙỲỳỴỵỶỷỸỹ"),
            ("z", "ŹźŻżŽžẐẑẒẓẔẕ"),
            ("σ", "Σς"),
        ] {
            for letter in letters.chars() {
                assert_eq!(folded(&letter.to_string()), plain, "{letter}");
            }
        }
    }

    #[test]
    fn a_letter_tells_where_it_was_made() {
        let mut letters = letters("Stra\u{df}e\u{301} ｶﾞx");
        let mut told = Vec::new();
        while let Some(letter) = letters.next() {
            told.push((letter, letters.place()));
        }
        let strasse = [('s', 0), ('t', 1), ('r', 2), ('a', 3), ('s', 4), ('s', 4), ('e', 6)];
        assert_eq!(told, [&strasse[..], &[(' ', 9), ('ガ', 10), ('x', 16)]].concat());
    }

    #[test]
    fn accents_and_kinds_of_kana_do_not_part_what_belongs_together() {
        let mut titles =
            ["会議", "zeit", "サーバー", "Äpfel", "さくら", "2 Boote", "apfel", "カメラ", "Zebra", "１ Boot", "ｱｲｽ"];
        titles.sort_by_cached_key(|title| sort_key(title));
        let wanted =
            ["１ Boot", "2 Boote", "Äpfel", "apfel", "Zebra", "zeit", "ｱｲｽ", "カメラ", "さくら", "サーバー", "会議"];
        assert_eq!(titles, wanted);
    }
}
