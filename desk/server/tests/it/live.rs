// mod equality;
mod sockets;
