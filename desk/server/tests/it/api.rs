mod attachments;
mod conversations;
mod setup;
mod sign_in;
mod visitor;
