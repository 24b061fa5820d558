//! What was said about a task.

use holdfast_core::{
    Millis,
    entity::{Comment, Entity as _, FieldType, Task},
    id::{Id, PersonId},
    record::Kind,
    replica::Mark,
    role::Role,
};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::super::{
    Glyph, IconButton,
    field::{Refusal, anchor, refused},
    mark_dot, markdown,
};
use crate::{
    board::use_board,
    commands::talk,
    hooks::{Names, use_draft, use_records, use_role},
    t,
    words::time,
};

/// By which the field for a new comment is described.
const WRONG: &str = "comment-wrong";

#[derive(Clone, PartialEq)]
struct Said {
    id: Id<Comment>,
    comment: Comment,
    by: PersonId,
    at: Millis,
    mark: Mark,
}

/// Properties of [`Talk`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) task: Id<Task>,
}

/// The comments, oldest first, and a place to say something.
#[component]
pub(super) fn Talk(props: &Props) -> Html {
    let task = props.task;
    let board = use_board();
    let node = use_node_ref();
    let all = use_records(move |records| {
        records.read(|replica| {
            let read = |record: &std::rc::Rc<holdfast_core::record::Record>| {
                let comment = Comment::read(record);
                let at = comment.said_at.and_then(|at| Millis::try_from(at).ok()).unwrap_or(record.created_at);
                Said { id: record.id.into(), comment, by: record.created_by, at, mark: replica.mark(record.id) }
            };
            let kind = Kind::new(Comment::KIND);
            let mut all: Vec<Said> = replica.children(task.record(), &kind).map(read).collect();
            all.sort_by_key(|said| (said.at, said.id));
            all
        })
    });
    let wrong = use_state_eq(|| None);
    let written = use_draft(&task.to_string(), {
        let node = node.clone();
        move |text| node.cast::<HtmlTextAreaElement>().into_iter().for_each(|area| area.set_value(text))
    });
    let oninput = {
        let (written, wrong) = (written.clone(), wrong.clone());
        Callback::from(move |event: InputEvent| {
            let area: HtmlTextAreaElement = event.target_unchecked_into();
            wrong.set(None);
            written.keep(&area.value());
        })
    };
    let add = {
        let (board, node, wrong) = (board.clone(), node.clone(), wrong.clone());
        Callback::from(move |()| {
            let Some(area) = node.cast::<HtmlTextAreaElement>() else { return };
            let found = refused(FieldType::PROSE, area.value().trim());
            wrong.set(found.clone());
            if found.is_some() {
                return;
            }
            let id = board.commit.session().fresh();
            if let Some(command) = talk::add(board.engagement.scope(), id, task, &area.value()) {
                area.set_value("");
                board.commit.run(command);
                written.forget();
            }
        })
    };
    let onsubmit = {
        let add = add.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            add.emit(());
        })
    };
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing() {
            event.prevent_default();
            add.emit(());
        }
    });
    html! {
        <div class="panel-part talk">
            <h3>{ t::comments() }</h3>
            if !all.is_empty() {
                <ul class="comments">
                    { for all.iter().map(|said| html! { <One key={said.id.to_string()} said={said.clone()} /> }) }
                </ul>
            }
            if board.editable {
                <form class="comment-add" {onsubmit}>
                    <textarea ref={node} name="comment" aria-label={t::new_comment()} placeholder={t::write_comment()} rows="2"
                        style={anchor(WRONG)} aria-invalid={wrong.is_some().then_some("true")} aria-describedby={WRONG} {onkeydown} {oninput} />
                    <Refusal id={WRONG} why={(*wrong).clone()} />
                    <button type="submit">{ t::comment_do() }</button>
                </form>
            } else if all.is_empty() {
                <p class="none">{ t::no_comments() }</p>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct OneProps {
    said: Said,
}

#[component]
fn One(props: &OneProps) -> Html {
    let Said { id, comment, by, at, mark } = props.said.clone();
    let board = use_board();
    let names = use_context::<Names>().unwrap_or_default();
    let role = use_role(board.engagement);
    let me = board.commit.session().account();
    let member = if by == me.id { me.name.clone() } else { names.of(&by.to_string()).to_owned() };
    let author = author(&comment.said_by, member);
    // As the server has it: whoever made it, or an admin.
    let may_delete = board.editable && (by == me.id || role >= Some(Role::Admin));
    let on_delete = {
        let board = board.clone();
        Callback::from(move |_: MouseEvent| {
            board.commit.with_undo(talk::delete(board.engagement.scope(), id), t::comment_deleted().into());
        })
    };
    html! {
        <li class="comment" data-record={id.to_string()}>
            <p class="comment-head">
                <strong>{ author }</strong>
                <span class="comment-at">{ time::ago(at, board.commit.session().now()) }</span>
                { mark_dot(mark) }
                if may_delete {
                    <IconButton class="comment-delete" glyph={Glyph::Delete} label={t::comment_delete()} onclick={on_delete} />
                }
            </p>
            <div class="comment-text">{ markdown(&comment.text) }</div>
        </li>
    }
}

/// Who said it. A name that came with an import is only text: whoever imported it vouches for it.
fn author(said_by: &str, member: String) -> String {
    match said_by.trim() {
        "" => member,
        said_by => t::imported_by(said_by, &member),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn an_imported_name_does_not_pass_for_a_member() {
        assert_eq!(author("", "Ada".into()), "Ada");
        assert_eq!(author("Ada", "Ben".into()), "Ada, imported by Ben");
    }
}
