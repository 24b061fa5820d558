//! `holdfast reset-password`.

use std::io::Write;

use holdfast_core::Millis;

use super::{Failure, Folder, open, say};
use crate::{
    clock::Clock,
    config::PublicUrl,
    db::{Account, Db},
    random,
};

/// What a link begins with if nobody says otherwise: where a server listens of which nobody says otherwise.
const LOCAL: &str = "http://127.0.0.1:8080";
const HOUR: Millis = 60 * 60 * 1000;

/// Print a link by which one person sets a new password. The link before it works no more.
#[derive(Clone, Debug, clap::Args)]
pub struct ResetPassword {
    /// The address with which they sign in.
    #[arg(long, value_name = "EMAIL")]
    pub email: String,
    /// For how many hours the link works, up to a week.
    #[arg(long, value_name = "HOURS", default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=168))]
    pub hours: u32,
    /// The address people type, as the server is told it; http://127.0.0.1:8080 if nothing is said.
    #[arg(long, env = "HOLDFAST_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<PublicUrl>,
    /// Where the database is.
    #[command(flatten)]
    pub folder: Folder,
}

/// Makes the link. Nothing else keeps its token: only the hash is stored.
pub(super) async fn run(reset: ResetPassword, out: &mut (impl Write + Send)) -> Result<(), Failure> {
    let (db, _lock) = open(&reset.folder).await?;
    let token = random::token();
    let made = make(&db, &reset, &token).await;
    db.close().await;
    let Account { name, email, .. } = made?;
    eprintln!(
        "{name} sets a new password for {email} by this link, once, within {} h. So does whoever else has it: send it to \
         nobody but them",
        reset.hours
    );
    let origin = reset.public_url.as_ref().map_or(LOCAL, PublicUrl::origin);
    if reset.public_url.is_none() {
        eprintln!(
            "the link begins with {LOCAL}, which leads only from this machine to this machine: say with --public-url, or in \
             HOLDFAST_PUBLIC_URL, which address people type"
        );
    }
    // What is after the # stays with the browser: no server on the way is told it, nor writes it down.
    say(out, &format!("{origin}/reset#{token}"));
    Ok(())
}

/// Stores the link of a token; whose it is.
async fn make(db: &Db, reset: &ResetPassword, token: &str) -> Result<Account, Failure> {
    let now = Clock::System.now();
    let mut tx = db.write(now).await?;
    let account = tx.account_by_email(reset.email.trim()).await?;
    let account = account.ok_or_else(|| Failure::Refused(format!("nobody here signs in as {}", reset.email)))?;
    tx.put_reset(&random::token_hash(token), account.id, now + Millis::from(reset.hours) * HOUR).await?;
    tx.commit().await?;
    Ok(account)
}
