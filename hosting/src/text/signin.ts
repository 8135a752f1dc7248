export const signin = {
  endedIdle: [
    "Đã đăng xuất vì {minutes} phút không có thao tác nào trên máy này.",
    "Signed out: nothing was touched on this machine for {minutes} minutes.",
  ],
  endedOld: [
    "Đã đăng xuất vì phiên làm việc kéo dài {hours} giờ.",
    "Signed out: the session had lasted for {hours} hours.",
  ],
  endedKept: [
    "Những gì đang nhập vẫn còn trên trang này: hãy đăng nhập lại bằng chính tài khoản đó để làm tiếp.",
    "What was being typed is still on this page: sign in to the same account to go on.",
  ],
  forgottenPassword: ["Quên mật khẩu", "Forgotten password"],
  forgottenLead: [
    "Nhận thư để đặt lại mật khẩu. Không có hộp thư thì xin cơ quan thường trực cấp liên kết dùng một lần.",
    "Get a mail to set a new password. Without a mailbox, ask the standing body for a one-time link.",
  ],
  forgottenSent: [
    "Nếu địa chỉ này có tài khoản, thư đặt lại mật khẩu đã được gửi. Hãy xem cả hộp thư rác.",
    "If this address has an account, a mail is on its way. Look in the spam folder too.",
  ],
  sendReset: ["Gửi thư", "Send"],
  setPasswordTitle: ["Đặt mật khẩu", "Set your password"],
  setPasswordLead: [
    "Ít nhất {n} ký tự, chỉ mình bạn biết. Liên kết này dùng được một lần.",
    "At least {n} characters, known to you alone. This link works once.",
  ],
  haveAPassword: ["Đã có mật khẩu: đến trang đăng nhập", "I have a password: sign in"],
  showPassword: ["Hiện hoặc ẩn mật khẩu", "Show or hide the password"],
  newPassword: ["Mật khẩu mới", "New password"],
  passwordAgain: ["Nhập lại mật khẩu mới", "The new password again"],
  passwordShort: ["Mật khẩu cần ít nhất {n} ký tự.", "The password needs at least {n} characters."],
  passwordsDiffer: ["Hai lần nhập không giống nhau.", "The two entries differ."],
  linkWithoutCode: [
    "Địa chỉ thiếu mã. Hãy mở đúng địa chỉ ghi trên phiếu.",
    "The address lacks its code. Open the one on your slip.",
  ],
  setPasswordAct: ["Đặt mật khẩu và đăng nhập", "Set the password and sign in"],
  passwordSetSignIn: ["Đã đặt mật khẩu. Đăng nhập: {email}", "The password is set. Sign in: {email}"],
} as const;
