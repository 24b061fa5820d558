//! What somebody new sees before there is anything, and what is shown where an edit was refused.

use anyhow::Result;

use super::Guide;
use crate::browser::{Board, Person, Tab, api::Api};

impl<V: AsyncFnMut(&Tab, &str) -> Result<()>> Guide<'_, V> {
    /// Two new people, at tabs of their own: nothing there yet, and then a role that allows less than was done.
    pub(super) async fn newcomers(&mut self) -> Result<()> {
        let ada = self.world.newcomer("Ada").await?;
        let former = std::mem::replace(&mut self.tab, ada.tab.clone());
        self.begin().await?;
        let engagement = ada.own_engagement().await?;
        self.is_there().await?;
        self.at("newcomer").await?;
        self.go("newcomer-engagement", &format!("/e/{engagement}")).await?;
        let board = Board::create(&self.tab, &engagement, "Harbour").await?;
        ada.sync_is("synced").await?;
        self.at("newcomer-project").await?;
        for view in ["board", "table"] {
            self.go(&format!("newcomer-{view}"), &format!("{}?view={view}", board.path)).await?;
        }
        self.go("newcomer-sync", "/sync").await?;
        board.open_in_empty(&self.tab).await?;
        board.add("todo", "Call the port").await?;
        ada.sync_is("synced").await?;
        self.refused(&ada, &engagement, &board).await?;
        self.tab = former;
        self.begin().await
    }

    /// An editor who was made a viewer while the network was cut: what they did meanwhile is refused.
    async fn refused(&mut self, ada: &Person, engagement: &str, board: &Board) -> Result<()> {
        let link = ada.invite(engagement, "editor").await?;
        let ben = self.world.newcomer("Ben").await?;
        ben.join(&link).await?;
        self.tab = ben.tab.clone();
        self.begin().await?;
        let his = board.open_in(&self.tab).await?;
        let task = his.shows("Call the port").await?;
        ben.sync_is("synced").await?;
        self.world.proxy.cut();
        his.rename(&task.record, "Ring the port").await?;
        ben.sync_is("offline").await?;
        let server = Api::sign_in(&format!("http://{}", self.world.server.address()), &ada.account).await?;
        server.give_role(engagement, &ben.account.id, "viewer").await?;
        self.world.proxy.mend();
        ben.sync_is("problem").await?;
        self.tab.gone(".project .task-add").await?;
        self.at("refused").await?;
        self.go("sync-refused", "/sync").await
    }
}
