/// What carries texts between the tabs of a device. Texts may be lost, come twice or in another order; one's own do not come
/// back.
pub trait Line: 'static {
    /// Sends a text to all other tabs there are now. Whether it arrives is not known.
    fn post(&self, text: &str);

    /// Has a function called with every text that comes from now on, instead of the last one. Not from within [`Self::post`].
    fn listen(&self, on_text: Box<dyn Fn(&str)>);
}
