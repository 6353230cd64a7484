//! Oneself.

mod change_password;
