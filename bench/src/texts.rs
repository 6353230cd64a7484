//! What visitors and agents say: sentences of the field in 中文 and English, the same in every run.

use uuid::Uuid;

const OPENINGS: [&str; 12] = [
    "您好，我想问一下",
    "请问",
    "Hello, could you tell me",
    "麻烦帮我看看",
    "I would like to know",
    "在吗？",
    "你们的",
    "Hi, a question about",
    "不好意思再问一句",
    "Sorry to bother you again,",
    "我刚才看到",
    "Thanks, and",
];
const SUBJECTS: [&str; 16] = [
    "冲锋衣的尺码",
    "订单什么时候发货",
    "how long delivery takes",
    "退货的运费谁出",
    "the size of the blue jacket",
    "发票能不能开公司抬头",
    "whether you ship to Hangzhou",
    "会员积分怎么用",
    "登山杖的保修期",
    "the warranty of the tent",
    "优惠券为什么用不了",
    "changing the address of my order",
    "什么时候补货",
    "a refund for the broken zip",
    "能不能换一个颜色",
    "the washing instructions",
];
const ENDINGS: [&str; 8] = [
    "？谢谢！",
    "？比较急。",
    "? Thanks a lot.",
    "，等您回复。",
    "? No hurry.",
    "，订单号发您了。",
    "? It is a gift.",
    "。",
];

/// A fixed series of texts, ids and numbers.
pub struct Texts {
    state: u64,
}

impl Texts {
    /// The series of `seed`.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next number (splitmix64).
    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % (bound as u64)).unwrap_or(0)
    }

    /// Sixteen random bytes.
    pub fn random(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.next(), self.next())
    }

    /// A time-ordered id.
    pub fn id(&mut self, at: i64) -> Uuid {
        let random = self.random();
        let mut tail = [0; 10];
        tail.copy_from_slice(&random.as_bytes()[..10]);
        uuid::Builder::from_unix_timestamp_millis(at.unsigned_abs(), &tail).into_uuid()
    }

    /// A sentence.
    pub fn sentence(&mut self) -> String {
        let opening = OPENINGS[self.below(OPENINGS.len())];
        let subject = SUBJECTS[self.below(SUBJECTS.len())];
        let ending = ENDINGS[self.below(ENDINGS.len())];
        let number = self.next() % 1_000_000;
        format!("{opening} {subject} {number:06}{ending}")
    }
}
