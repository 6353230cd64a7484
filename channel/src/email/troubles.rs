//! What is wrong with a mailbox, in words for whoever sets it up.

use yingke_channel_contract::{Trouble, Words};

/// `both` is said of each server; by the time the one for sending is tried, the one for reading is known to work.
macro_rules! troubles {
    (
        both { $($code:literal: $zh:literal, $en:literal; $do_zh:literal, $do_en:literal,)* }
        alone { $($one:literal: $one_zh:literal, $one_en:literal; $one_do_zh:literal, $one_do_en:literal,)* }
    ) => {
        &[
            $(
                (
                    concat!("imap_", $code),
                    Trouble {
                        what: Words::new(concat!("收信服务器（IMAP）", $zh), concat!("The IMAP server ", $en)),
                        todo: Words::new($do_zh, $do_en),
                    },
                ),
                (
                    concat!("smtp_", $code),
                    Trouble {
                        what: Words::new(
                            concat!("收信（IMAP）正常，但发信服务器（SMTP）", $zh),
                            concat!("Reading by IMAP works. The SMTP server ", $en),
                        ),
                        todo: Words::new($do_zh, $do_en),
                    },
                ),
            )*
            $(
                (
                    $one,
                    Trouble {
                        what: Words::new($one_zh, $one_en),
                        todo: Words::new($one_do_zh, $one_do_en),
                    },
                ),
            )*
        ]
    };
}

/// Every code of this channel's own.
pub const ALL: &[(&str, Trouble)] = troubles! {
    both {
        "address": "找不到：这个域名没有地址。", "was not found: its name has no address.";
            "请检查服务器名有没有写错。", "Check its name for a typing mistake.",
        "connection": "连不上：这个端口没有服务。", "takes no connection: nobody answers at that port.";
            "请检查端口：收信一般是 993，发信一般是 587 或 465。云主机还要确认出口没有封禁邮件端口。",
            "Check the port: 993 is usual for IMAP, 587 or 465 for SMTP. Many hosting companies block mail ports until they are asked.",
        "answer": "没有回应。", "does not answer.";
            "请检查端口和加密方式是否配套（993、465 用 SSL/TLS，143、587 用 STARTTLS），以及防火墙是否放行。",
            "Check that port and security belong together (993 and 465 with TLS, 143 and 587 with STARTTLS), and that no firewall is in between.",
        "cut": "接通后又断开了。", "took the connection and hung up.";
            "请检查端口和加密方式是否配套（993、465 用 SSL/TLS，143、587 用 STARTTLS）。",
            "Check that port and security belong together (993 and 465 with TLS, 143 and 587 with STARTTLS).",
        "tls": "建立不了加密连接：加密方式不对，或证书不可信。",
            "could not be reached securely: it speaks no TLS at that port, or nobody vouches for its certificate.";
            "请检查加密方式；服务器名要和证书上的一致。自建邮局的自签证书，请管理员配置 allowed_root_certificate。",
            "Check the security setting. The server's name has to be the one in its certificate. For a certificate of your own, set allowed_root_certificate.",
        "clear": "要求用明文发送密码，已停止。", "would get the password in the clear, so it was not sent.";
            "请把加密方式改成 SSL/TLS 或 STARTTLS。", "Set the security to TLS or STARTTLS.",
        "offer": "不支持所选的加密方式或登录方式。", "does not offer this kind of security or sign-in.";
            "请换一种加密方式，或在“登录方式”里换一种。", "Choose another kind of security, or another sign-in.",
        "allowed": "的地址不允许连接：它在内网，或端口不在放行范围内。",
            "is at an address that may not be connected to: inside a private network, or at a port that is not allowed.";
            "请管理员在服务器配置 allowed_networks 里放行这个地址。", "Ask whoever runs Yingke to add the address to allowed_networks.",
        "password": "不认这个登录名或密码。", "does not take the user name or the password.";
            "QQ、163 等邮箱要填授权码，Google 个人账号要用应用专用密码；并确认邮箱设置里已开启 IMAP 和 SMTP。",
            "Many providers want an app password here, and IMAP and SMTP turned on in the mailbox's settings.",
        "token": "不认授权得到的令牌。", "does not take the token of the authorisation.";
            "请用这个邮箱本人的账号重新授权，并同意收信和发信权限。Microsoft 365 还要由管理员为该邮箱开启 IMAP 和 SMTP AUTH。",
            "Authorise again with the account of this very mailbox, and grant reading and sending. At Microsoft 365 an administrator also has to turn on IMAP and SMTP AUTH for it.",
        "folder": "登录成功，但没有要读的文件夹。", "let us in, but has no such folder.";
            "请核对“收信文件夹”的名称，一般是 INBOX。", "Check the name of the folder to read. It is usually INBOX.",
        "busy": "暂时不接受登录。", "takes no sign-in for now.";
            "请过几分钟再试。", "Try again in a few minutes.",
        "refused": "拒绝了连接。", "refused us.";
            "请把服务器返回的内容发给邮箱服务商。", "Show what the server said to whoever runs it.",
    }
    alone {
        "not_set_up": "邮箱还没有填完整。", "The mailbox is not set up completely.";
            "请补全邮箱地址、收信和发信服务器；用授权登录的，还要填客户端 ID 并完成授权。",
            "Fill in the mail address and both servers; for OAuth also the client ID, and authorise the mailbox.",
        "no_address": "邮箱地址不对。", "The mail address is none.";
            "请填写完整的邮箱地址，例如 hello@example.com。", "Fill in a whole mail address, like hello@example.com.",
        "no_password": "还没有填密码或授权码。", "There is no password.";
            "请填写密码或授权码。", "Fill in the password or app password.",
        "sign_in_refused": "收信服务器（IMAP）拒绝登录，已停止收信。", "The IMAP server refuses to let us in; no mail is read any more.";
            "请到“连接”里更新密码、授权码或重新授权，然后测试连接。", "Change the password or authorise again under Connection, and test it.",
        "no_folder": "收信文件夹不见了。", "The folder to read is gone.";
            "请核对“收信文件夹”的名称，或在邮箱里重新建立它。会自动重试。", "Check its name, or make it again in the mailbox. It is tried again by itself.",
        "no_sent_folder": "找不到“已发送”文件夹，其他客户端发出的邮件暂不显示。", "There is no such folder of sent mails: what you send elsewhere is not shown.";
            "请核对“已发送文件夹”的名称。收发不受影响。", "Check its name. Receiving and sending go on.",
        "not_moved": "收到的邮件没能标记或移动。", "A mail that was read could not be marked or moved.";
            "请检查目标文件夹和邮箱权限。收发不受影响。", "Check the folder and what the mailbox allows. Receiving and sending go on.",
        "not_fetched": "服务器没有交出邮件。", "The server does not hand out mails.";
            "会自动重试。持续出现请联系邮箱服务商。", "It is tried again by itself. If it stays, ask whoever runs the server.",
        "not_understood": "收信服务器的回答看不懂。", "The IMAP server answers what was not asked.";
            "会自动重连。持续出现请联系邮箱服务商。", "It is tried again by itself. If it stays, ask whoever runs the server.",
        "complaint": "有收件人把来信标记成了垃圾邮件。", "Somebody reported one of your mails as spam.";
            "请停止给对方写信，避免域名信誉下降。", "Stop writing to them, before your domain's reputation suffers.",
        "invalid_grant": "邮箱的授权已失效：被撤销，或已过期。", "The authorisation of the mailbox is no longer good: it was withdrawn, or ran out.";
            "请重新授权这个邮箱。", "Authorise the mailbox again.",
        "not_authorised": "这个邮箱还没有授权。", "Nobody has authorised this mailbox yet.";
            "请点“去授权”，用这个邮箱的账号登录并同意。", "Press Authorise, sign in with the account of this mailbox, and agree.",
        "no_refresh_token": "授权没有给出长期有效的令牌。", "The authorisation came without a lasting token.";
            "请检查 OAuth 应用的权限（Microsoft 要有 offline_access），然后重新授权。", "Check the scopes of the OAuth app (Microsoft needs offline_access), then authorise again.",
        "redirect_uri_mismatch": "OAuth 应用里没有登记我们的重定向地址。", "The OAuth app does not list our redirect address.";
            "请把右侧步骤里的重定向地址原样填到 OAuth 应用，然后重新授权。", "Copy the redirect address of the steps into the OAuth app as it is, then authorise again.",
        "invalid_client": "OAuth 客户端 ID 或密钥不对。", "The OAuth client ID or secret is wrong.";
            "请到 Google Cloud 或 Microsoft Entra 核对客户端 ID 和密钥；密钥可能已过期。", "Compare both with those at Google Cloud or Microsoft Entra. The secret may have run out.",
    }
};
