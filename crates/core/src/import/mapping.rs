//! A first proposal of a status for each list: by the words in its name, else by where it stands.

use super::List;
use crate::entity::Status;

/// Words and phrases by the status they mean, the surest first: "ready for review" is a review before it is ready.
/// Texts without spaces between words are looked for anywhere in a name.
const WORDS: &[(Status, &str)] = &[
    (Status::Todo, "to be done, not done, not started, incomplete, zu erledigen, à faire, por hacer, 未完成"),
    (Status::InReview, "ready to release, ready for release, ready to deploy, ready for deployment"),
    (
        Status::Done,
        "done, complete, completed, finished, released, shipped, deployed, live, closed, resolved, accepted, \
         approved, delivered, won t do, canceled, cancelled, erledigt, fertig, abgeschlossen, terminé, fini, \
         fait, hecho, terminado, completado, feito, concluído, fatto, completato, klaar, afgerond, klart, \
         klar, готово, сделано, зроблено, 完成, 完了",
    ),
    (
        Status::InReview,
        "review, reviewing, in review, testing, test, qa, verify, verification, validation, approval, \
         feedback, staging, uat, prüfung, prüfen, révision, relecture, revisión, revisão, revisione, \
         granskning, проверка, перевірка, 审核, 测试, レビュー",
    ),
    (
        Status::InProgress,
        "doing, in progress, progress, wip, working, work in progress, development, developing, building, \
         coding, started, active, ongoing, blocked, waiting, on hold, in arbeit, in bearbeitung, begonnen, läuft, wartet, wartend, en cours, en curso, \
         en progreso, em andamento, fazendo, in corso, bezig, pågående, в работе, у роботі, 进行中, 進行中",
    ),
    (
        Status::Todo,
        "sprint, current, next, this week, today, selected, to do, todo, todos, ready, planned, open, new, offen, neu, geplant, \
         pendiente, pendientes, a fazer, da fare, te doen, att göra, сделать, зробити, 待办, 未着手",
    ),
    (
        Status::Backlog,
        "backlog, ideas, idea, later, someday, icebox, inbox, wishlist, wish list, parking lot, ideen, später, irgendwann, \
         idées, ideias, idee, идеи, ідеї, アイデア",
    ),
];

/// A status for each list: the one its source gives it, else a guess, in the order given, which is the order they stand in. A list whose name says nothing follows
/// its neighbours: the first is to be done, the last is done and those between are in progress, but never behind the list
/// before it nor ahead of the one after it that has a telling name. A closed list whose name says nothing is done.
pub fn suggest(lists: &[List]) -> Vec<(String, Status)> {
    let named: Vec<Option<Status>> = lists.iter().map(|list| list.status.or_else(|| by_name(&list.name))).collect();
    let open = |index: &usize| !lists[*index].closed;
    let first = (0..lists.len()).find(open);
    let last = (0..lists.len()).rev().find(open);
    let mut before = Status::Backlog;
    let mut out = Vec::with_capacity(lists.len());
    for (index, list) in lists.iter().enumerate() {
        let status = match named[index] {
            Some(status) => status,
            None if list.closed => Status::Done,
            None => {
                let place = match Some(index) {
                    at if at == first => Status::Todo,
                    at if at == last => Status::Done,
                    _ => Status::InProgress,
                };
                let after = (index + 1..lists.len()).filter(open).find_map(|next| named[next]).unwrap_or(Status::Done);
                place.min(after.max(before)).max(before)
            }
        };
        if !list.closed {
            before = status;
        }
        out.push((list.id.clone(), status));
    }
    out
}

/// The status that a name's words tell.
pub(super) fn by_name(name: &str) -> Option<Status> {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let spaced = format!(" {} ", words.join(" "));
    let says = |phrase: &str| match phrase.chars().next() {
        // Chinese and Japanese: no spaces between words.
        Some('\u{3040}'..='\u{9FFF}') => lower.contains(phrase),
        _ => spaced.contains(&format!(" {phrase} ")),
    };
    WORDS.iter().find(|(_, phrases)| phrases.split(", ").any(says)).map(|(status, _)| *status)
}

#[cfg(test)]
mod tests {
    use super::suggest;
    use crate::{
        entity::Status::{self, Backlog, Done, InProgress, InReview, Todo},
        import::List,
    };

    fn lists(names: &[&str]) -> Vec<List> {
        let list = |(index, name): (usize, &&str)| List {
            id: index.to_string(),
            name: name.trim_start_matches('!').to_owned(),
            closed: name.starts_with('!'),
            position: index as f64,
            status: None,
        };
        names.iter().enumerate().map(list).collect()
    }

    /// Names marked with `!` are closed lists.
    fn check(expected: &[(&str, Status)]) {
        let names: Vec<&str> = expected.iter().map(|(name, _)| *name).collect();
        let got: Vec<Status> = suggest(&lists(&names)).into_iter().map(|(_, status)| status).collect();
        let wanted: Vec<Status> = expected.iter().map(|(_, status)| *status).collect();
        assert_eq!(got, wanted, "{names:?}");
    }

    #[test]
    fn names_tell() {
        for (name, status) in [
            ("Backlog: stories", Backlog),
            ("Someday / maybe", Backlog),
            ("Sprint 12 backlog", Todo),
            ("TO-DO", Todo),
            ("To be done", Todo),
            ("Zu erledigen", Todo),
            ("Ready", Todo),
            ("Ready for QA", InReview),
            ("Ready for release", InReview),
            ("In Progress", InProgress),
            ("Work in progress", InProgress),
            ("В работе", InProgress),
            ("Doing (max. 3)", InProgress),
            ("Code Review", InReview),
            ("レビュー待ち", InReview),
            ("Done 🎉", Done),
            ("已完成", Done),
            ("未完成", Todo),
            ("Terminé", Done),
            ("Won't do", Done),
        ] {
            check(&[(name, status), ("To do", Todo)]);
        }
    }

    #[test]
    fn a_board_of_a_scrum_team() {
        check(&[
            ("Backlog (stories)", Backlog),
            ("Backlog", Backlog),
            ("Sprint 4 backlog", Todo),
            ("To Do", Todo),
            ("In Progress", InProgress),
            ("Trouble", InProgress),
            ("Test & review", InReview),
            ("Done", Done),
        ]);
    }

    #[test]
    fn lists_without_telling_names_follow_their_place() {
        check(&[]);
        check(&[("Anna", Todo)]);
        check(&[("Anna", Todo), ("Ben", InProgress), ("Cleo", InProgress), ("Dora", Done)]);
        check(&[("Anna", Backlog), ("Ideas", Backlog), ("Ben", InProgress), ("Done", Done), ("Notes", Done)]);
        check(&[("To do", Todo), ("Kitchen", InProgress), ("Review", InReview)]);
        check(&[("Backlog", Backlog), ("Kitchen", Todo), ("To do", Todo), ("Bath", Done)]);
        check(&[("!Attic", Done), ("Anna", Todo), ("Ben", Done), ("!Ideas 2019", Backlog)]);
    }
}
