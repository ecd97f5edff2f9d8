if(document.querySelector("#lesson .lesson-read")){const i=document.getElementById("lesson"),c=e=>[...i.querySelectorAll(e)],[n,s,o,F]=c("input"),[z,N,d,b,v]=c(".lesson-title, .lesson-do, .lesson-read, [data-do=mail], [role=status]"),h=location.pathname,e=new Date,t=t=>new Date(e.getFullYear(),e.getMonth(),e.getDate()+t,12),f=e=>new Date(e-e.getTimezoneOffset()*6e4).toISOString(),r=new Intl.Locale(navigator.language),{lang:w}=i.closest("[lang]"),u=(e,t)=>e.toLocaleString(w.startsWith(r.language)?r:w,t),p=e=>u(e,{weekday:"long"})+", "+u(e,{day:"numeric",month:"long"}),{by:a}=N.dataset,l=new Date(a+"T12:00"),T=l<t(0),E=new Date(e.getFullYear(),e.getMonth()+1,0).getDate()-e.getDate(),C=a?.[1]?((r.getWeekInfo?.()??r.weekInfo)?.firstDay??1)-1:a,M={today:0,tomorrow:1,month:E}[a]??(C-e.getDay()+7)%7,g=l>=t(0)?l:t(M),O=d.textContent,[k,A]=b.href.split("&body="),[S,x=""]=decodeURIComponent(A).replaceAll("\r","").split(O),m=()=>S+d.textContent+x,_=()=>{const e={due:p(g),day:n.value&&p(new Date(n.value+"T12:00")),time:s.value&&u(new Date("2000-01-01T"+s.value),{timeStyle:"short"}),name:o.value,question:F.value};for(const t of c("[data-slot]"))t.textContent=e[t.dataset.slot]||"…";b.href=k+"&body="+encodeURIComponent(m()).replaceAll("%0A","%0D%0A")},y=e=>e.replace(/[\\;,]/g,"\\$&").replaceAll(`
`,`\\n`),D=e=>e.match(/[ -~]{1,74}|[^]{1,18}/gu).join(`\r
 `)+`\r
`,j=async(e,t=e.textContent)=>(getSelection().selectAllChildren(e),await navigator.clipboard.writeText(t),"copied"),L={calendar({dataset:t}){if(!n.reportValidity()||!s.reportValidity())return;const a=`${n.value}T${s.value}00`.replace(/[-:]/g,""),i=y(t.event.replace("…",()=>o.value||"…")),r=`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//End Rant//EN
BEGIN:VEVENT
UID:${a}${h}${i}@${location.host}
DTSTAMP:${e.toISOString().replace(/\W|...(?=Z)/g,"")}
DTSTART:${a}
DURATION:PT20M
TRANSP:TRANSPARENT
SUMMARY:${i}
DESCRIPTION:${y(m())}
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:${i}
TRIGGER:PT0S
END:VALARM
END:VEVENT
END:VCALENDAR`.split(`
`),c=new Blob(r.map(D),{type:"text/calendar"}),l={href:URL.createObjectURL(c),download:"lesson.ics"};Object.assign(document.createElement("a"),l).click()},say:e=>j(e.previousElementSibling),copy:()=>j(d,m()),print:()=>print(),wrote(){if(!o.reportValidity())return;const e=[f(new Date),o.value,h,z.textContent];return localStorage[`lesson ${h} ${o.value}`]=e.join(`
`),"kept"}};i.addEventListener("click",async({target:e})=>{const t=async()=>L[e.dataset.do]?.(e);v.textContent=v.dataset[await t().catch(()=>"refused")]??""}),i.addEventListener("input",_);const R=g<t(1)?new Date(+e+36e5):t(1);[n.value,s.value]=f(R).slice(0,16).split("T");for(const e of c("[hidden]"))e.hidden=e.matches("[data-late]")&&!T;_();try{for(const[e,n]of Object.entries(localStorage))e.startsWith("lesson /")&&n<f(t(-90))&&delete localStorage[e]}catch{}}if(document.getElementById("conversation")){const t=document.getElementById("conversation"),e=t.querySelector("textarea"),n=t.querySelector("[role=status]"),s=async()=>{try{await navigator.clipboard.writeText(e.value),n.textContent="Copied. Now paste it to somebody."}catch{e.focus(),e.select(),n.textContent="Your browser keeps a page from copying. The words are selected: copy them from there."}},o=async()=>{try{await navigator.share({text:e.value})}catch(e){e.name!=="AbortError"&&await s()}},i={copy:s,share:navigator.share&&o};for(const s of t.querySelectorAll("[data-way]")){const o=e&&i[s.dataset.way];if(!o)continue;s.parentElement.hidden=!1,s.addEventListener("click",()=>{n.textContent="",o()})}}