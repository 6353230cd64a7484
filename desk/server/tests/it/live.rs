mod equality;
mod sockets;
