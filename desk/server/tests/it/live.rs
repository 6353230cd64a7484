mod attendance;
mod equality;
mod presence;
mod sockets;
