mod attendance;
mod doors;
mod equality;
mod presence;
mod signals;
mod sockets;
