//! What the tests of running configurations of both vendors share: the texts of `fixtures/running`, and
//! what holds of each.

use std::path::PathBuf;

use selvedge::model::value::Os;
use selvedge::plan::{Device, differences};
use selvedge::read::{self, Reading};
use selvedge::render::{Environment, Secrets, switch};

/// What switches of a vendor show.
pub struct Shown {
    pub os: Os,
    /// What stands before and behind statements that are to be a whole configuration.
    pub around: (&'static str, &'static str),
}

pub const EOS: Shown = Shown { os: Os::Eos, around: ("", "end\n") };
pub const NXOS: Shown = Shown { os: Os::Nxos, around: ("hostname a\n", "") };

impl Shown {
    fn folder(&self) -> PathBuf {
        super::fixture("running").join(self.os.to_string().to_lowercase().replace('-', ""))
    }

    /// A configuration of the fixture.
    pub fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder().join(format!("{name}.cfg"))).unwrap()
    }

    pub fn running(&self, text: &str) -> Reading {
        read::running(self.os, text).unwrap_or_else(|e| panic!("{e}\n{text}"))
    }

    /// The plan of a text that knows all of it.
    pub fn plan(&self, text: &str) -> Device {
        let reading = self.running(text);
        assert_eq!(reading.unknown, [], "{text}");
        reading.device
    }

    pub fn rendered(&self, device: &Device) -> String {
        switch::render(&Environment::new(Secrets::Referenced).unwrap(), device).unwrap()
    }

    /// What is read of texts is what stands beside them.
    pub fn are_read(&self, names: &[&str]) {
        insta::with_settings!({ snapshot_path => self.folder(), prepend_module_to_snapshot => false, omit_expression => true }, {
            for name in names {
                insta::assert_snapshot!(*name, super::shown(&self.running(&self.text(name))));
            }
        });
    }

    /// What is known of texts is printed, and read again it is the same.
    pub fn are_read_again(&self, names: &[&str]) {
        for name in names {
            let device = self.running(&self.text(name)).device;
            let rendered = self.rendered(&device);
            let again = self.running(&rendered);
            assert_eq!(differences(&device, &again.device), [], "{name}");
            assert_eq!(again.device, device, "{name}");
            assert_eq!((again.unknown, again.repeated), (Vec::new(), Vec::new()), "{name}:\n{rendered}");
        }
    }

    /// Pairs of statements mean the same, behind `before`.
    pub fn same(&self, before: &str, pairs: &[(&str, &str)]) {
        let (head, end) = self.around;
        let plan = |lines: &str| self.plan(&format!("{head}{before}{lines}{end}"));
        for (one, other) in pairs {
            assert_eq!(differences(&plan(one), &plan(other)), [], "{one} / {other}");
        }
    }
}
