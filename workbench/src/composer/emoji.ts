const FACES = '😀 😄 😊 🙂 😉 😍 🥰 😘 😂 🤣 😅 😇 🤗 🤔 😌 😎 😢 😭 😟 😳 😱 🥳 😴 🙄';
const THINGS =
  '👍 👎 👌 👏 🙏 🤝 💪 🙌 👋 ✌️ 🫶 ❤️ 💚 💙 🎉 🎁 🌹 🌸 ⭐ 🔥 💡 ⏰ 📦 🚚 🧾 💰 ✅ ❌ ❗ ❓ ☕ 🏕️';

/** The ones agents use; the system's own picker has the rest. */
export const EMOJI: readonly string[] = `${FACES} ${THINGS}`.split(' ');
