//! What an import leaves out, changes and wonders at.

use holdfast_core::import::{Note, Notes, Odd, Oddity, Unread};

use crate::t;

/// A line for each thing noted: "2 attachments".
pub(crate) fn notes(notes: &Notes) -> impl Iterator<Item = String> {
    notes.iter().map(|(note, count)| words(note)(count))
}

fn words(note: Note) -> fn(usize) -> String {
    match note {
        Note::Attachment => t::note_attachment,
        Note::Vote => t::note_vote,
        Note::Cover => t::note_cover,
        Note::Sticker => t::note_sticker,
        Note::CustomField => t::note_custom_field,
        Note::PowerUp => t::note_power_up,
        Note::Location => t::note_location,
        Note::StartDate => t::note_start_date,
        Note::StepDetail => t::note_step_detail,
        Note::EmptyChecklist => t::note_empty_checklist,
        Note::EmptyComment => t::note_empty_comment,
        Note::EmptyLabel => t::note_empty_label,
        Note::UnknownMember => t::note_unknown_member,
        Note::UnknownList => t::note_unknown_list,
        Note::UnknownChecklistCard => t::note_unknown_checklist_card,
        Note::UnknownCommentCard => t::note_unknown_comment_card,
        Note::History => t::note_history,
        Note::Untitled => t::note_untitled,
        Note::LongTitle => t::note_long_title,
        Note::LongName => t::note_long_name,
        Note::LongText => t::note_long_text,
        Note::TooMany => t::note_too_many,
        Note::Control => t::note_control,
        Note::Western => t::note_western,
        Note::AmbiguousDate => t::note_ambiguous_date,
        Note::Kept => t::note_kept,
        Note::ProjectName => t::note_project_name,
        Note::CompleteElsewhere => t::note_complete_elsewhere,
        Note::UnknownParent => t::note_unknown_parent,
    }
}

/// A line for each line of a file that was odd.
pub(crate) fn odd(odd: &Odd) -> Vec<String> {
    let each = odd.lines().iter().map(|one| t::odd_line(one.line, &problem(&one.problem)));
    let more = (odd.beyond() > 0).then(|| t::odd_more(odd.beyond()));
    each.chain(more).collect()
}

fn problem(problem: &Oddity) -> String {
    match problem {
        Oddity::Cells { has, expected } => {
            let words = if has < expected { t::odd_cells_few } else { t::odd_cells_many };
            words(*has, *expected)
        }
        Oddity::Unread { text, as_a } => match as_a {
            Unread::Date => t::odd_date(text),
            Unread::Priority => t::odd_priority(text),
            Unread::Duration => t::odd_duration(text),
            Unread::YesOrNo => t::odd_yes_no(text),
        },
        Oddity::Projects { most } => t::odd_projects(*most),
        Oddity::Statuses { most } => t::odd_statuses(*most),
        Oddity::Untitled => t::odd_untitled().into(),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn english_is_said_as_core_says_it() {
        for note in Note::ALL {
            for count in [1, 2] {
                assert_eq!(words(*note)(count), format!("{count} {}", note.words(count)));
            }
        }
        let unread = |as_a| Oddity::Unread { text: "x".into(), as_a };
        for one in [
            Oddity::Cells { has: 1, expected: 2 },
            Oddity::Cells { has: 3, expected: 2 },
            unread(Unread::Date),
            unread(Unread::Priority),
            unread(Unread::Duration),
            unread(Unread::YesOrNo),
            Oddity::Projects { most: 50 },
            Oddity::Statuses { most: 50 },
            Oddity::Untitled,
        ] {
            assert_eq!(problem(&one), one.to_string());
        }
    }
}
