use super::*;
pub(super) struct Session;
pub(super) async fn open(
    _door: &Door,
    _server: &Server,
    _limits: MailboxLimits,
) -> Result<Session, NotOpened> {
    unimplemented!()
}
impl Session {
    pub(super) async fn talk(self, _asked: mpsc::Receiver<Command>, _answers: mpsc::Sender<Reply>) {}
}
