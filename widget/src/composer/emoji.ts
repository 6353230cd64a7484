/** A small own set: what people send to a shop. Drawn by the visitor's system. */
export const emoji = Array.from(
  '😀😄😂🤣😊🙂😉😍🥰😘😋😎🤔🤗😅😆😌😴😮😳🥺😢😭😤😡😱🙄😬🤒😷🤝👍👎👌🙏👏💪✌👋👀🌹🌸🍀🎉🎁💐🔥⭐❤💔💯✅❌❗❓📦🚚💰🧾📷📍⏰☕🍻🌙',
)
