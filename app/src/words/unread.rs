//! Why a file cannot be imported.

use holdfast_core::import::{Counted, ImportError, Place, Problem, Shape, Wrong};

use super::flaw;
use crate::t;

/// Why a file cannot be imported, and what to do about it.
pub(crate) fn refused(error: &ImportError) -> String {
    match error.wrong {
        Wrong::Empty => t::import_empty().into(),
        Wrong::Workbook => t::import_workbook().into(),
        Wrong::NotText => t::import_not_text().into(),
        Wrong::NotABoard => t::import_no_board(&found(error)),
        Wrong::NotAList => t::import_no_list().into(),
        Wrong::Within => t::import_within(&found(error)),
    }
}

/// What was found, and where.
pub(crate) fn found(error: &ImportError) -> String {
    format!("{}: {}", place(&error.place), problem(&error.problem))
}

fn place(place: &Place) -> String {
    match place {
        Place::File => t::place_file().into(),
        Place::Columns => t::place_columns().into(),
        Place::Byte(at) => t::place_byte(*at),
        Place::Character(at) => t::place_character(*at),
        Place::Line(line) => t::place_line(*line),
        Place::LineAt(line, column) => t::place_line_at(*line, *column),
        Place::Path(path) => path.clone(),
    }
}

fn problem(problem: &Problem) -> String {
    match problem {
        // What is wrong with the whole file is said of the whole file.
        Problem::Empty => t::import_empty().into(),
        Problem::Workbook => t::import_workbook().into(),
        Problem::NeitherTableNorList => t::import_no_list().into(),
        Problem::NotText | Problem::NotUtf8 | Problem::NotUtf16 | Problem::HalfCharacter => t::import_not_text().into(),
        Problem::Large { mib, most } => t::import_large(*mib, *most),
        Problem::NoRows => t::bad_no_rows().into(),
        Problem::Many { has, what, most } => t::bad_many(*has, counted(*what), *most),
        Problem::CutOff => t::bad_cut_off().into(),
        Problem::NotJson(said) => t::bad_json(said),
        Problem::Deep => t::bad_deep().into(),
        Problem::Form(said) => said.clone(),
        Problem::NoBoard(found) => t::bad_no_board(shape(*found)),
        Problem::NoPart => t::bad_no_part().into(),
        Problem::Expected { expected, found } => t::bad_shape(shape(*expected), shape(*found)),
        Problem::NoId => t::bad_no_id().into(),
        Problem::SameId { id, other } => t::bad_same_id(id, other),
        Problem::NotADate(text) => t::bad_date(text),
        Problem::Unknown(text) => t::bad_unknown(text),
        Problem::Refused { text, wrong } => t::bad_value(text, &flaw::wrong(*wrong)),
        Problem::Newer(version) => t::bad_newer(&version.to_string()),
        Problem::NoVersion => t::bad_no_version().into(),
        Problem::OpenQuote => t::bad_quote().into(),
        Problem::NoTitle => t::bad_no_title().into(),
    }
}

fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Null => t::shape_null(),
        Shape::Flag => t::shape_flag(),
        Shape::Number => t::shape_number(),
        Shape::Text => t::shape_text(),
        Shape::Date => t::shape_date(),
        Shape::Array => t::shape_array(),
        Shape::Object => t::shape_object(),
    }
}

fn counted(what: Counted) -> &'static str {
    match what {
        Counted::Cards => t::many_cards(),
        Counted::Columns => t::many_columns(),
        Counted::Rows => t::many_rows(),
        Counted::Tasks => t::many_tasks(),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::entity;

    use super::*;

    #[test]
    fn english_is_said_as_core_says_it() {
        for one in [
            Place::File,
            Place::Columns,
            Place::Byte(4),
            Place::Character(5),
            Place::Line(2),
            Place::LineAt(2, 9),
            Place::Path("cards[3].due".into()),
        ] {
            assert_eq!(place(&one), one.to_string());
        }
        let text = || "x".to_owned();
        let many = |what| Problem::Many { has: 201, what, most: 200 };
        let expected = |expected, found| Problem::Expected { expected, found };
        for one in [
            Problem::NoRows,
            many(Counted::Cards),
            many(Counted::Columns),
            many(Counted::Rows),
            many(Counted::Tasks),
            Problem::CutOff,
            Problem::NotJson(text()),
            Problem::Deep,
            Problem::Form(text()),
            Problem::NoBoard(Shape::Null),
            Problem::NoPart,
            expected(Shape::Flag, Shape::Number),
            expected(Shape::Text, Shape::Array),
            expected(Shape::Date, Shape::Object),
            Problem::NoId,
            Problem::SameId { id: text(), other: "lists[0]".into() },
            Problem::NotADate(text()),
            Problem::Unknown(text()),
            Problem::Refused { text: text(), wrong: entity::Wrong::Time },
            Problem::Newer(2),
            Problem::NoVersion,
            Problem::OpenQuote,
            Problem::NoTitle,
        ] {
            assert_eq!(problem(&one), one.to_string());
        }
    }
}
