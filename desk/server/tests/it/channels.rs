//! Channels from end to end: a fake platform on the other side, the real router, store, jobs and way out between.

mod delivering;
mod desk;
mod open;
mod telegram;
mod wechat_oa;
mod wecom_kf;
