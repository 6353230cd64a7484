mod equality;
