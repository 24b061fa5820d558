//! What hangs on cards but stands elsewhere in the file: checklists, and comments among the actions.

use std::collections::HashMap;

use super::{Names, Reader};
use crate::import::{
    Card, Checklist, ChecklistItem, Comment, ImportError, Note,
    json::{Ids, Object},
    text,
};

impl Reader {
    pub(super) fn checklists(
        &mut self,
        root: &Object<'_>,
        cards: &mut [Card],
        by_id: &HashMap<String, usize>,
    ) -> Result<(), ImportError> {
        let (mut ids, mut item_ids) = (Ids::default(), Ids::default());
        let mut found = Vec::new();
        for checklist in root.objects("checklists")? {
            let checklist = checklist?;
            let id = ids.claim(&checklist)?.to_owned();
            let Some(card) = by_id.get(checklist.text("idCard")?).copied() else {
                self.left_out.add(Note::UnknownChecklistCard, 1);
                continue;
            };
            let name = text::line(checklist.text("name")?, &mut self.adjusted);
            let name = text::cut(name, text::LINE, Note::LongName, &mut self.adjusted);
            let mut items = Vec::new();
            for item in checklist.objects("checkItems")? {
                let item = item?;
                items.push(self.item(item_ids.claim(&item)?, &item, &mut cards[card])?);
            }
            if items.is_empty() {
                self.left_out.add(Note::EmptyChecklist, 1);
                continue;
            }
            items.sort_by(|a, b| a.position.total_cmp(&b.position));
            found.push((checklist.position("pos")?, card, Checklist { id, name, items }));
        }
        found.sort_by(|(a, ..), (b, ..)| a.total_cmp(b));
        for (_, card, checklist) in found {
            cards[card].checklists.push(checklist);
        }
        Ok(())
    }

    /// A step of a checklist. A title that had to be cut stands whole at the end of the card's description: a step has
    /// none of its own.
    fn item(&mut self, id: &str, item: &Object<'_>, card: &mut Card) -> Result<ChecklistItem, ImportError> {
        let (title, whole) = text::title(item.text("name")?, &mut self.adjusted);
        if let Some(whole) = whole {
            let description = format!("{}\n\n{whole}", card.description).trim_start().to_owned();
            card.description = text::cut(description, text::PROSE, Note::LongText, &mut self.adjusted);
        }
        self.left_out.add(Note::StepDetail, usize::from(item.has("due") || item.has("idMember")));
        let done = item.text("state")? == "complete";
        Ok(ChecklistItem { id: id.to_owned(), title, done, position: item.position("pos")? })
    }

    pub(super) fn comments(
        &mut self,
        root: &Object<'_>,
        cards: &mut [Card],
        by_id: &HashMap<String, usize>,
        names: &Names<'_>,
    ) -> Result<(), ImportError> {
        let mut ids = Ids::default();
        for action in root.objects("actions")? {
            let action = action?;
            // A comment that came along when its card was copied is a kind of its own.
            if !matches!(action.text("type")?, "commentCard" | "copyCommentCard") {
                self.left_out.add(Note::History, 1);
                continue;
            }
            let id = ids.claim(&action)?.to_owned();
            let data = action.object("data")?;
            let card = match &data {
                Some(data) => data.object("card")?.map(|card| card.text("id")).transpose()?.unwrap_or_default(),
                None => "",
            };
            let Some(card) = by_id.get(card).copied() else {
                self.left_out.add(Note::UnknownCommentCard, 1);
                continue;
            };
            let said = data.as_ref().map_or(Ok(""), |data| data.text("text"))?;
            let text = text::prose(said, &mut self.adjusted);
            if text.trim().is_empty() {
                self.left_out.add(Note::EmptyComment, 1);
                continue;
            }
            let by = self.author(&action, data.as_ref(), names)?;
            cards[card].comments.push(Comment { id, text, by, at: action.time("date")? });
        }
        for card in cards {
            // Actions come newest first; of two at one moment the later in the file is the older.
            card.comments.reverse();
            card.comments.sort_by_key(|comment| comment.at);
        }
        Ok(())
    }

    /// Whoever said a comment: for a copied one, whoever said it first, if the file names them.
    fn author(
        &mut self,
        action: &Object<'_>,
        data: Option<&Object<'_>>,
        names: &Names<'_>,
    ) -> Result<String, ImportError> {
        let original = data.map_or(Ok(""), |data| data.text("idOriginalCommenter"))?;
        if let Some(name) = names.members.get(original) {
            return Ok(name.clone());
        }
        let name = match action.object("memberCreator")? {
            Some(creator) => self.person(&creator)?,
            None => String::new(),
        };
        if !name.is_empty() {
            return Ok(name);
        }
        Ok(names.members.get(action.text("idMemberCreator")?).cloned().unwrap_or_default())
    }
}
