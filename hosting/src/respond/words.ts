/** What respondents read: Vietnamese first, English beside it. `{name}` is filled in. */
export const words = {
  title: ["Phiếu khảo sát", "Survey form"],
  welcome: ["Ý kiến của bạn về cơ quan nhà nước", "What you think of public authorities"],
  codeLead: [
    "Nhập mã in trên tờ giấy hoặc tin nhắn bạn nhận được.",
    "Enter the code on the slip or message you were given.",
  ],
  code: ["Mã phiếu", "Code"],
  codeHint: [
    "20 chữ và số. Không cần gõ dấu gạch; chữ hoa, chữ thường đều được.",
    "20 letters and digits. Hyphens and capitals do not matter.",
  ],
  codeMistyped: [
    "Mã chưa đúng, có thể do gõ nhầm. Hãy so lại từng chữ với tờ giấy rồi bấm lại.",
    "The code has a typing error. Compare it letter by letter with the slip and try again.",
  ],
  openForm: ["Mở phiếu", "Open the form"],
  opening: ["Đang mở phiếu…", "Opening the form…"],
  openLater: [
    "Chưa mở được phiếu vì mạng yếu hoặc máy chủ đang bận. Trang sẽ tự thử lại; bạn cũng có thể bấm nút dưới đây.",
    "The form could not be opened: the network is weak or the server busy. The page tries again by itself; you can also press the button.",
  ],
  tryAgain: ["Thử lại", "Try again"],
  refusedTitle: ["Chưa mở được phiếu", "The form cannot be opened"],
  refused: [
    "Không dùng được mã này lúc này. Hãy hỏi cơ quan đã gửi mã cho bạn.",
    "This code cannot be used at present. Ask the authority that gave it to you.",
  ],
  otherCode: ["Nhập mã khác", "Enter another code"],
  unfinished: ["Phiếu đang làm dở trên máy này", "Unfinished forms on this device"],
  goOn: ["Làm tiếp: {name}", "Go on: {name}"],
  unsent: [
    "Có {count} phiếu chưa gửi được từ máy này, sẽ gửi khi có mạng.",
    "{count} forms could not be sent from this device yet; they will go when there is a network.",
  ],
  anonymous: [
    "Không ai biết phiếu nào là của bạn: câu trả lời được gửi đi không kèm mã phiếu, tên hay số máy.",
    "Nobody can tell which answers are yours: they are sent without the code, your name or your number.",
  ],
  mayAnswer: ["Ai trả lời: {text}", "Who may answer: {text}"],
  about: ["Ý kiến về {unit}", "About {unit}"],
  part: ["Phần {at} trên {of}", "Part {at} of {of}"],
  question: ["Câu {at}.", "Question {at}."],
  clear: ["Bỏ chọn", "Clear"],
  back: ["Quay lại", "Back"],
  next: ["Tiếp tục", "Next"],
  readAloud: ["Đọc to", "Read aloud"],
  stopReading: ["Dừng đọc", "Stop reading"],
  checkTitle: ["Gửi phiếu về {unit}", "Send the form about {unit}"],
  allAnswered: ["Bạn đã trả lời cả {of} câu.", "You answered all {of} questions."],
  someAnswered: [
    "Bạn đã trả lời {count} trên {of} câu. Vẫn gửi được khi còn câu để trống.",
    "You answered {count} of {of} questions. You can send the form with blanks.",
  ],
  noneAnswered: [
    "Bạn chưa trả lời câu nào. Hãy trả lời ít nhất một câu rồi gửi.",
    "You have not answered any question yet. Answer at least one, then send.",
  ],
  blankOnes: ["Còn để trống:", "Still blank:"],
  sendNote: ["Gửi rồi thì không sửa được nữa.", "Once sent, the form cannot be changed."],
  send: ["Gửi phiếu", "Send"],
  sending: ["Đang gửi phiếu…", "Sending…"],
  sendingLead: [
    "Phiếu đi sau ít giây để không ai ghép được với mã. Bạn có thể để trang này mở.",
    "It goes after some seconds, so that nobody can match it with the code. Leave this page open.",
  ],
  waitingTitle: ["Chưa gửi được", "Not sent yet"],
  waiting: [
    "Chưa gửi được, sẽ gửi khi có mạng. Phiếu được giữ trên máy này; nếu đóng trang, hãy mở lại trang này khi có mạng.",
    "Not sent yet; it will go when there is a network. The form is kept on this device: if you close the page, open it again when there is a network.",
  ],
  waitingMemory: [
    "Chưa gửi được, sẽ gửi khi có mạng. Trình duyệt không cho lưu trên máy này: đừng đóng trang cho đến khi gửi xong.",
    "Not sent yet; it will go when there is a network. The browser keeps nothing on this device: do not close the page before it is sent.",
  ],
  thanks: ["Cảm ơn bạn!", "Thank you!"],
  thanksLead: [
    "Phiếu đã được gửi. Trên máy này không còn giữ câu trả lời nào của bạn.",
    "Your form was sent. None of your answers is kept on this device.",
  ],
  thanksEarlier: [
    "Phiếu này đã được gửi trước đó. Trên máy này không còn giữ câu trả lời nào của bạn.",
    "This form had been sent before. None of your answers is kept on this device.",
  ],
  endedTitle: ["Không nhận được phiếu", "The form was not accepted"],
  ended: [
    "Cuộc khảo sát đã kết thúc nên phiếu không được nhận nữa. Câu trả lời đã được xóa khỏi máy này. Cảm ơn bạn đã dành thời gian.",
    "The survey has ended and takes no more forms. Your answers were removed from this device. Thank you for your time.",
  ],
  invalid: [
    "Máy chủ không nhận phiếu này. Câu trả lời đã được xóa khỏi máy này. Hãy báo cho cơ quan đã gửi mã cho bạn.",
    "The server did not accept this form. Your answers were removed from this device. Tell the authority that gave you the code.",
  ],
  chooseUnit: ["Chọn nơi bạn cho ý kiến", "Choose what you answer about"],
  chooseUnitLead: [
    "Mã này dùng cho {count} nơi, mỗi nơi một phiếu. Chọn từng nơi một; nơi nào không muốn trả lời thì bỏ qua.",
    "This code covers {count} authorities, one form each. Choose one after another; skip those you do not want.",
  ],
  unitDone: ["đã xong trên máy này", "done on this device"],
  unitBegun: ["đang làm dở", "unfinished"],
  unitUnusable: ["không dùng được mã cho nơi này", "the code cannot be used here"],
  nextUnit: ["Trả lời về nơi khác", "Answer about another"],
  buying: [
    "Chưa có mạng. Bạn cứ trả lời; phiếu sẽ gửi khi có mạng.",
    "No network. Go on answering; the form will go when there is one.",
  ],
  noStore: [
    "Trình duyệt không cho lưu trên máy này: nếu đóng hay tải lại trang, bạn phải làm lại từ đầu.",
    "The browser keeps nothing on this device: if you close or reload the page you must start again.",
  ],
  wipe: ["Xóa khỏi máy này", "Remove from this device"],
  wipeAsk: [
    "Xóa mọi phiếu và câu trả lời trên máy này? Phiếu chưa gửi sẽ mất và không làm lại được.",
    "Remove all forms and answers from this device? What was not sent is lost and cannot be done again.",
  ],
  wipeYes: ["Xóa hết", "Remove all"],
  wipeNo: ["Giữ lại", "Keep"],
  wiped: ["Đã xóa mọi thứ khỏi máy này.", "Everything was removed from this device."],
  preview: [
    "Bản xem trước: trả lời thử được, không có gì gửi đi.",
    "Preview: try the form; nothing is sent.",
  ],
  previewWaiting: ["Đang chờ phiếu để xem trước…", "Waiting for the form to preview…"],
  previewEnd: ["Hết bản xem trước", "End of the preview"],
  previewAgain: ["Xem lại từ đầu", "Start again"],
  previewUnit: ["cơ quan được hỏi", "the authority asked about"],
  otherLanguage: ["English", "Tiếng Việt"],
} as const satisfies Readonly<Record<string, readonly [vi: string, en: string]>>;

export type WordKey = keyof typeof words;

let english = false;

/** Sets the language of what the page says. The questions themselves stay as they were written. */
export function speakEnglish(on: boolean): void {
  english = on;
  document.documentElement.lang = on ? "en" : "vi";
}

export const isEnglish = (): boolean => english;

/** The words of a key in the language of the page, with their gaps filled. */
export const say = (key: WordKey, gaps: Readonly<Record<string, string | number>> = {}): string =>
  words[key][english ? 1 : 0].replace(/\{(\w+)\}/g, (whole, name: string) => String(gaps[name] ?? whole));
