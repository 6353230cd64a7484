//! Channels from end to end: a fake platform on the other side, the real router, store, jobs and way out between.

mod delivering;
mod desk;
mod discord;
mod echoes;
mod email;
mod email_consent;
mod email_renamed;
mod every;
mod files;
mod line;
mod open;
mod profiles;
mod recontact;
mod telegram;
mod typing;
mod wechat_oa;
mod wecom_kf;
