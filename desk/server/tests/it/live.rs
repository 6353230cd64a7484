mod equality;
mod presence;
mod sockets;
