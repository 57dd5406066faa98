//! The secrets of a switch.

use super::{Device, SecretRef, Session};

impl SecretRef {
    /// Whether it says where the value is, and is not the value itself.
    pub fn is_reference(&self) -> bool {
        refers(&self.0)
    }
}

/// Whether a text says where a secret is, and is not the secret itself.
pub fn refers(text: &str) -> bool {
    ["env:", "file:"].iter().any(|scheme| text.starts_with(scheme))
}

impl Device {
    /// Every secret.
    pub fn secrets_mut(&mut self) -> impl Iterator<Item = &mut SecretRef> {
        fn of(session: &mut Session) -> Option<&mut SecretRef> {
            session.password.as_mut()
        }
        let users = self.users.iter_mut().map(|u| &mut u.password);
        let global = self.bgp.iter_mut().flat_map(|b| {
            let groups = b.groups.iter_mut().filter_map(|g| of(&mut g.session));
            groups.chain(b.neighbors.iter_mut().filter_map(|n| of(&mut n.session)))
        });
        let vrfs = self.vrfs.iter_mut().filter_map(|v| v.bgp.as_mut());
        users
            .chain(global)
            .chain(vrfs.flat_map(|b| b.neighbors.iter_mut().filter_map(|n| of(&mut n.session))))
    }
}
