//! A revision of a repository as a place to read texts from: what git has of it, nothing checked out
//! and nothing written.
//!
//! Paths here are relative to the top of the repository. A link is followed within it, and no further.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::rc::Rc;

use super::store::{Kind, Store};

/// How many links may lead from one to the next.
const MAX_LINKS: usize = 40;
/// How large the list of a folder may be, in bytes.
const MAX_FOLDER: u64 = 64 * 1024 * 1024;
/// How long the target of a link may be, in bytes.
const MAX_LINK: u64 = 4096;

/// A revision.
#[derive(Debug)]
pub(super) struct Revision {
    git: RefCell<Git>,
    /// The folder that is the whole.
    top: String,
    /// Folders that were read, by their ids.
    folders: RefCell<HashMap<String, Rc<Folder>>>,
}

type Folder = BTreeMap<String, Entry>;

/// What a folder has under a name.
#[derive(Debug, Clone)]
struct Entry {
    what: What,
    /// The object.
    id: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    File,
    Folder,
    Link,
    Module,
}

impl Revision {
    /// The revision of a name, in the repository whose work tree is `top`.
    ///
    /// # Errors
    /// Where git can't be run, or knows no such revision.
    pub(super) fn open(top: &Path, name: &str) -> Result<Revision, String> {
        // A line asks for one object, and a blank ends its name.
        let odd = |c: char| c.is_whitespace() || c.is_control();
        if name.is_empty() || name.contains(odd) {
            return Err("no name of a revision".into());
        }
        let mut git = Git::start(top).map_err(|error| format!("git can't be run: {error}"))?;
        let found = git.object(&format!("{name}^{{tree}}"), MAX_FOLDER).map_err(|e| e.to_string())?;
        match found {
            // What is odd may be read as a date, and lead to a commit.
            Some(object) if object.kind == "tree" => {
                let id = object.id;
                let folders = HashMap::from([(id.clone(), Rc::new(folder(&object.bytes, id.len() / 2)))]);
                Ok(Revision { git: RefCell::new(git), top: id, folders: RefCell::new(folders) })
            }
            _ if top.join(".git").join("shallow").exists() => {
                Err("there is no such revision in this clone, which is shallow".into())
            }
            _ => Err("there is no such revision".into()),
        }
    }

    /// What the folder of an id holds.
    fn folder(&self, id: &str) -> io::Result<Rc<Folder>> {
        if let Some(known) = self.folders.borrow().get(id) {
            return Ok(known.clone());
        }
        let object = self.git.borrow_mut().object(id, MAX_FOLDER)?.ok_or(ErrorKind::NotFound)?;
        let read = Rc::new(folder(&object.bytes, id.len() / 2));
        self.folders.borrow_mut().insert(id.to_owned(), read.clone());
        Ok(read)
    }

    /// Goes where a path leads; gives it without a link, and what is there.
    fn walk(&self, path: &Path) -> io::Result<(PathBuf, Entry)> {
        let outside = || io::Error::other("leads out of the repository");
        let top = Entry { what: What::Folder, id: self.top.clone() };
        let mut at = vec![(String::new(), top)];
        let mut links = 0;
        let mut rest = parts(path).ok_or_else(outside)?;
        while let Some(part) = rest.pop() {
            if part == ".." {
                at.pop();
                if at.is_empty() {
                    return Err(outside());
                }
                continue;
            }
            let Some((_, here)) = at.last().filter(|(_, e)| e.what == What::Folder) else {
                return Err(ErrorKind::NotFound.into());
            };
            let entry = self.folder(&here.id)?.get(&part).cloned().ok_or(ErrorKind::NotFound)?;
            if entry.what != What::Link {
                at.push((part, entry));
                continue;
            }
            links += 1;
            if links > MAX_LINKS {
                return Err(io::Error::other("too many links lead from one to the next"));
            }
            let target = self.git.borrow_mut().object(&entry.id, MAX_LINK)?.ok_or(ErrorKind::NotFound)?;
            let target = String::from_utf8(target.bytes).map_err(io::Error::other)?;
            rest.extend(parts(Path::new(&target)).ok_or_else(outside)?);
        }
        let real = at.iter().skip(1).map(|(name, _)| name).collect();
        at.pop().map(|(_, entry)| (real, entry)).ok_or_else(outside)
    }
}

/// The parts of a path, the first one last; none where it is absolute.
fn parts(path: &Path) -> Option<Vec<String>> {
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => parts.push("..".to_owned()),
            Component::Normal(name) => parts.push(name.to_str()?.to_owned()),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    parts.reverse();
    Some(parts)
}

/// Reads the list of a folder: mode, name and id of each entry, the id in `width` bytes.
fn folder(mut bytes: &[u8], width: usize) -> Folder {
    let mut entries = Folder::new();
    while let Some(end) = bytes.iter().position(|b| *b == 0) {
        let (Some(head), Some(id)) = (bytes.get(..end), bytes.get(end + 1..end + 1 + width)) else { break };
        let head = String::from_utf8_lossy(head);
        let (mode, name) = head.split_once(' ').unwrap_or((&head, ""));
        let what = match mode {
            "40000" | "040000" => What::Folder,
            "120000" => What::Link,
            "160000" => What::Module,
            _ => What::File,
        };
        let id = id.iter().map(|b| format!("{b:02x}")).collect();
        entries.insert(name.to_owned(), Entry { what, id });
        bytes = bytes.get(end + 1 + width..).unwrap_or(&[]);
    }
    entries
}

impl Store for Revision {
    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(self.walk(path)?.0)
    }

    fn kind(&self, path: &Path) -> io::Result<Kind> {
        Ok(match self.walk(path)?.1.what {
            What::File => Kind::File,
            What::Folder => Kind::Folder,
            What::Link | What::Module => Kind::Other,
        })
    }

    fn is_named(&self, path: &Path) -> bool {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return false };
        let above = self.walk(path.parent().unwrap_or(Path::new("")));
        above.and_then(|(_, entry)| self.folder(&entry.id)).is_ok_and(|folder| folder.contains_key(name))
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        let (_, entry) = self.walk(folder)?;
        if entry.what != What::Folder {
            return Err(ErrorKind::NotADirectory.into());
        }
        Ok(self.folder(&entry.id)?.keys().map(OsString::from).collect())
    }

    fn bytes(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let (_, entry) = self.walk(path)?;
        let object = self.git.borrow_mut().object(&entry.id, most)?.ok_or(ErrorKind::NotFound)?;
        Ok(object.bytes)
    }

    fn work_tree(&self, _: &Path) -> Option<PathBuf> {
        Some(PathBuf::new())
    }

    fn is_disk(&self) -> bool {
        false
    }
}

/// A run of git that is asked for one object after the other.
#[derive(Debug)]
struct Git {
    child: Child,
    ask: ChildStdin,
    answer: BufReader<ChildStdout>,
}

/// An object of a repository.
struct Object {
    id: String,
    /// `tree`, `blob`, `commit`.
    kind: String,
    /// What it holds; of one that is larger than asked for, one byte more than that.
    bytes: Vec<u8>,
}

impl Git {
    fn start(top: &Path) -> io::Result<Git> {
        let mut child = Command::new("git")
            .arg("-C")
            .arg(top)
            .args(["cat-file", "--batch"])
            // A hook of another repository says these; the repository is the one of the path.
            .env_remove("GIT_DIR")
            .env_remove("GIT_WORK_TREE")
            .env_remove("GIT_INDEX_FILE")
            // What a clone left out is not fetched, and what is said is said in one language.
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("LC_ALL", "C")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (ask, answer) = (child.stdin.take(), child.stdout.take());
        let (Some(ask), Some(answer)) = (ask, answer) else { return Err(ErrorKind::BrokenPipe.into()) };
        Ok(Git { child, ask, answer: BufReader::new(answer) })
    }

    /// The object of a name; none where there is none.
    fn object(&mut self, name: &str, most: u64) -> io::Result<Option<Object>> {
        let asked = self.ask.write_all(format!("{name}\n").as_bytes()).and_then(|()| self.ask.flush());
        let mut head = String::new();
        let read = (&mut self.answer).take(MAX_LINK).read_line(&mut head);
        if asked.is_err() || read.unwrap_or(0) == 0 {
            return Err(self.complaint());
        }
        // `<id> <kind> <size>`, or `<name> missing`.
        let mut words = head.trim_end().rsplit(' ');
        let (Some(Ok(size)), Some(kind), Some(id)) =
            (words.next().map(str::parse::<u64>), words.next(), words.next())
        else {
            return Ok(None);
        };
        let wanted = size.min(most.saturating_add(1));
        let mut bytes = Vec::new();
        (&mut self.answer).take(wanted).read_to_end(&mut bytes)?;
        // The rest of it, and the line's end behind.
        io::copy(&mut (&mut self.answer).take(size - wanted + 1), &mut io::sink())?;
        if bytes.len() as u64 != wanted {
            return Err(self.complaint());
        }
        Ok(Some(Object { id: id.to_owned(), kind: kind.to_owned(), bytes }))
    }

    /// Why git ended.
    fn complaint(&mut self) -> io::Error {
        let mut said = Vec::new();
        if let Some(stderr) = self.child.stderr.take() {
            let _ = stderr.take(MAX_LINK).read_to_end(&mut said);
        }
        let said = String::from_utf8_lossy(&said);
        let line = said.lines().next().unwrap_or("it ended without a word");
        io::Error::other(format!("git: {}", line.trim_start_matches("fatal: ")))
    }
}

impl Drop for Git {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
