//! A SQLite file system that keeps what was not synced in memory: when its process is killed, the power was cut.
//!
//! Now and then a write that was not synced reaches the disk anyway, whole or torn at a sector, as real disks do.
#![expect(
    unsafe_code,
    reason = "SQLite calls a file system through C function pointers; nothing here is shipped"
)]

use std::{
    collections::HashMap,
    ffi::{CStr, c_char, c_int, c_void},
    ptr,
    sync::{
        Arc, LazyLock, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicPtr, Ordering},
    },
};

use rusqlite::ffi::{
    SQLITE_CANTOPEN, SQLITE_IOERR_SHORT_READ, SQLITE_OK, sqlite3_file, sqlite3_int64, sqlite3_io_methods,
    sqlite3_vfs, sqlite3_vfs_find, sqlite3_vfs_register,
};

use crate::texts::Texts;

enum Change {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

/// A file as the process sees it, and what of it the disk does not have.
struct Image {
    bytes: Vec<u8>,
    pending: Vec<Change>,
    chance: Texts,
}

/// What SQLite holds; the real file's own structure follows it in memory.
#[repr(C)]
struct File {
    base: sqlite3_file,
    image: *const Mutex<Image>,
}

static REAL: AtomicPtr<sqlite3_vfs> = AtomicPtr::new(ptr::null_mut());
/// What the disk holds of each file, by its name.
type Images = HashMap<Vec<u8>, Arc<Mutex<Image>>>;

static IMAGES: LazyLock<Mutex<Images>> = LazyLock::new(Mutex::default);
const SECTOR: usize = 512;

/// Makes it the file system of this process.
pub fn install() -> anyhow::Result<()> {
    // SAFETY: SQLite's own default file system lives as long as the process; the copy is leaked, so it does too.
    let registered = unsafe {
        let real = sqlite3_vfs_find(ptr::null());
        anyhow::ensure!(!real.is_null(), "SQLite has no file system");
        REAL.store(real, Ordering::SeqCst);
        let mut own = *real;
        own.zName = c"power".as_ptr();
        own.szOsFile += c_int::try_from(size_of::<File>())?;
        own.pNext = ptr::null_mut();
        own.xOpen = Some(open);
        own.xDelete = Some(delete);
        sqlite3_vfs_register(Box::leak(Box::new(own)), 1)
    };
    anyhow::ensure!(registered == SQLITE_OK, "the file system was refused");
    Ok(())
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// SAFETY of every use: SQLite hands the callbacks only files that `open` has filled.
unsafe fn real(file: *mut sqlite3_file) -> *mut sqlite3_file {
    unsafe { file.cast::<u8>().add(size_of::<File>()).cast() }
}

unsafe fn methods(file: *mut sqlite3_file) -> &'static sqlite3_io_methods {
    unsafe { &*(*real(file)).pMethods }
}

unsafe fn image<'a>(file: *mut sqlite3_file) -> MutexGuard<'a, Image> {
    unsafe { held(&*(*file.cast::<File>()).image) }
}

unsafe extern "C" fn open(
    _: *mut sqlite3_vfs,
    name: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    unsafe {
        let vfs = REAL.load(Ordering::SeqCst);
        (*file).pMethods = ptr::null();
        let Some(open) = (*vfs).xOpen else {
            return SQLITE_CANTOPEN;
        };
        let opened = open(vfs, name, real(file), flags, out);
        if opened != SQLITE_OK {
            return opened;
        }
        let path = if name.is_null() {
            Vec::new()
        } else {
            CStr::from_ptr(name).to_bytes().to_vec()
        };
        let Some(bytes) = contents(file) else {
            return SQLITE_CANTOPEN;
        };
        let seed = u64::from(std::process::id()) + path.len() as u64;
        let fresh = || {
            Arc::new(Mutex::new(Image {
                bytes,
                pending: Vec::new(),
                chance: Texts::new(seed),
            }))
        };
        let shared = if path.is_empty() {
            fresh()
        } else {
            Arc::clone(held(&IMAGES).entry(path).or_insert_with(fresh))
        };
        (*file.cast::<File>()).image = Arc::into_raw(shared);
        (*file).pMethods = &raw const METHODS;
        SQLITE_OK
    }
}

/// What is on the disk.
unsafe fn contents(file: *mut sqlite3_file) -> Option<Vec<u8>> {
    unsafe {
        let mut size: sqlite3_int64 = 0;
        if methods(file).xFileSize?(real(file), &raw mut size) != SQLITE_OK {
            return None;
        }
        let mut bytes = vec![0; usize::try_from(size).ok()?];
        let length = c_int::try_from(bytes.len()).ok()?;
        let read = length == 0
            || methods(file).xRead?(real(file), bytes.as_mut_ptr().cast(), length, 0) == SQLITE_OK;
        read.then_some(bytes)
    }
}

unsafe extern "C" fn delete(_: *mut sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    unsafe {
        held(&IMAGES).remove(CStr::from_ptr(name).to_bytes());
        let vfs = REAL.load(Ordering::SeqCst);
        (*vfs).xDelete.map_or(SQLITE_OK, |delete| delete(vfs, name, sync))
    }
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    unsafe {
        drop(Arc::from_raw((*file.cast::<File>()).image));
        methods(file).xClose.map_or(SQLITE_OK, |close| close(real(file)))
    }
}

unsafe extern "C" fn read(
    file: *mut sqlite3_file,
    to: *mut c_void,
    amount: c_int,
    at: sqlite3_int64,
) -> c_int {
    unsafe {
        let (Ok(amount), Ok(at)) = (usize::try_from(amount), usize::try_from(at)) else {
            return SQLITE_IOERR_SHORT_READ;
        };
        let to = std::slice::from_raw_parts_mut(to.cast::<u8>(), amount);
        let image = image(file);
        let there = image.bytes.get(at..).unwrap_or(&[]);
        let length = there.len().min(amount);
        to[..length].copy_from_slice(&there[..length]);
        to[length..].fill(0);
        if length == amount {
            SQLITE_OK
        } else {
            SQLITE_IOERR_SHORT_READ
        }
    }
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    from: *const c_void,
    amount: c_int,
    at: sqlite3_int64,
) -> c_int {
    unsafe {
        let (Ok(amount), Ok(at)) = (usize::try_from(amount), usize::try_from(at)) else {
            return rusqlite::ffi::SQLITE_IOERR_WRITE;
        };
        let from = std::slice::from_raw_parts(from.cast::<u8>(), amount);
        let mut image = image(file);
        if image.bytes.len() < at + amount {
            image.bytes.resize(at + amount, 0);
        }
        image.bytes[at..at + amount].copy_from_slice(from);
        image.pending.push(Change::Write(at, from.to_vec()));
        // Some of what was not synced is on the disk nevertheless.
        let early = match image.chance.below(16) {
            0 => amount,
            1 => image.chance.below(amount / SECTOR + 1) * SECTOR,
            _ => 0,
        };
        drop(image);
        if early > 0 {
            put(file, at, &from[..early])
        } else {
            SQLITE_OK
        }
    }
}

unsafe fn put(file: *mut sqlite3_file, at: usize, bytes: &[u8]) -> c_int {
    let (Ok(at), Ok(amount)) = (sqlite3_int64::try_from(at), c_int::try_from(bytes.len())) else {
        return rusqlite::ffi::SQLITE_IOERR_WRITE;
    };
    unsafe {
        let write = methods(file).xWrite;
        write.map_or(SQLITE_OK, |write| {
            write(real(file), bytes.as_ptr().cast(), amount, at)
        })
    }
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: sqlite3_int64) -> c_int {
    let Ok(size) = usize::try_from(size) else {
        return rusqlite::ffi::SQLITE_IOERR_TRUNCATE;
    };
    let mut image = unsafe { image(file) };
    image.bytes.truncate(size);
    image.pending.push(Change::Truncate(size));
    SQLITE_OK
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    unsafe {
        let mut image = image(file);
        for change in image.pending.drain(..) {
            let done = match change {
                Change::Write(at, bytes) => put(file, at, &bytes),
                Change::Truncate(size) => methods(file).xTruncate.map_or(SQLITE_OK, |truncate| {
                    truncate(real(file), sqlite3_int64::try_from(size).unwrap_or(0))
                }),
            };
            if done != SQLITE_OK {
                return done;
            }
        }
        methods(file)
            .xSync
            .map_or(SQLITE_OK, |sync| sync(real(file), flags))
    }
}

unsafe extern "C" fn size(file: *mut sqlite3_file, out: *mut sqlite3_int64) -> c_int {
    unsafe {
        *out = sqlite3_int64::try_from(image(file).bytes.len()).unwrap_or(0);
    }
    SQLITE_OK
}

/// Methods that concern the real file alone.
macro_rules! pass {
    ($($own:ident => $real:ident($($argument:ident: $type:ty),*)),* $(,)?) => {$(
        unsafe extern "C" fn $own(file: *mut sqlite3_file $(, $argument: $type)*) -> c_int {
            unsafe { methods(file).$real.map_or(SQLITE_OK, |call| call(real(file) $(, $argument)*)) }
        }
    )*};
}
pass! {
    lock => xLock(level: c_int),
    unlock => xUnlock(level: c_int),
    reserved => xCheckReservedLock(out: *mut c_int),
    control => xFileControl(what: c_int, argument: *mut c_void),
    sector => xSectorSize(),
    device => xDeviceCharacteristics(),
    shm_map => xShmMap(page: c_int, bytes: c_int, extend: c_int, out: *mut *mut c_void),
    shm_lock => xShmLock(offset: c_int, count: c_int, flags: c_int),
    shm_unmap => xShmUnmap(remove: c_int),
}

unsafe extern "C" fn shm_barrier(file: *mut sqlite3_file) {
    unsafe {
        if let Some(barrier) = methods(file).xShmBarrier {
            barrier(real(file));
        }
    }
}

static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector),
    xDeviceCharacteristics: Some(device),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

#[cfg(test)]
mod tests {
    use rusqlite::{Connection, OpenFlags};

    use super::*;

    #[test]
    fn what_was_not_synced_is_not_on_the_disk() {
        install().unwrap();
        let file = std::env::temp_dir().join(format!("yingke-power-{}.db", std::process::id()));
        let rows = |connection: &Connection| -> i64 {
            connection
                .query_row("SELECT count(*) FROM t", [], |row| row.get(0))
                .unwrap()
        };
        let own = Connection::open(&file).unwrap();
        own.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (a); INSERT INTO t VALUES (1);",
        )
        .unwrap();
        own.execute_batch("PRAGMA synchronous = OFF").unwrap();
        for n in 0..50 {
            own.execute("INSERT INTO t VALUES (?1)", [n]).unwrap();
        }
        assert_eq!(rows(&own), 51);
        let copy = file.with_extension("copy");
        for end in ["", "-wal"] {
            let name = |file: &std::path::Path| format!("{}{end}", file.display());
            std::fs::copy(name(&file), name(&copy)).unwrap();
        }
        let disk = Connection::open_with_flags_and_vfs(&copy, OpenFlags::default(), c"unix").unwrap();
        assert!(
            (1..51).contains(&rows(&disk)),
            "synced: the first; not synced: the last ones"
        );
    }
}
