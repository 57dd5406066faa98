//! What a change does to the network while it is made.

/// From nothing to the worst, so that the worst of several is the largest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// Nothing that forwards or speaks: a description.
    None,
    /// It forwards otherwise from now on, and loses nothing.
    Hitless,
    /// A session ends and comes again.
    SessionReset,
    /// Packets are lost.
    TrafficLoss,
    /// The switch has to start anew.
    Reboot,
}
